/** What the guides and the node panel list, on an n8n of its own: so both take half the time. */
import './operations';
import './messages';
import './credentials';
