/**
 * Whatever a person does in the editor, one after the other on the same n8n. First the README's, which is about an
 * n8n with nothing in it but what `npm start` brings.
 */
import './readme';
import './nodes';
import './switching';
import './canvas';
import './mapping';
import './triggers';
