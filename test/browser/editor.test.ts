/**
 * Whatever the editor has to show, one after the other on the same n8n. First the README's, which is about an n8n
 * with nothing in it but what `npm start` brings.
 */
import './readme';
import './nodes';
import './switching';
import './operations';
import './credentials';

/** On a busy machine the editor now and then paints later than a click arrives. What fails twice is no such thing. */
jest.retryTimes(1, { logErrorsBeforeRetry: true });
