const { n8n } = require('./package.json');

/** The package's entry for other programs: every class of the files that n8n itself reads from package.json. */
module.exports = Object.assign({}, ...[...n8n.credentials, ...n8n.nodes].map((file) => require(`./${file}`)));
