import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * n8n-core reads its environment while it is being loaded, and writes a configuration file into the user
 * folder. So this module comes first among the imports, and gives each process a folder of its own: two
 * processes that share one can read a half-written file.
 */
const folder = mkdtempSync(join(tmpdir(), 'n8n-backoffice-engine-'));
const remove = (): void => rmSync(folder, { recursive: true, force: true });

// Inside Jest a process outlives the test file and its "exit" is out of reach; elsewhere there is no afterAll.
if (typeof afterAll === 'function') afterAll(remove);
else process.once('exit', remove);

process.env.N8N_USER_FOLDER = folder;
process.env.N8N_ENCRYPTION_KEY = 'key-of-the-engine-tests';
process.env.N8N_LOG_LEVEL = 'silent';
process.env.N8N_DIAGNOSTICS_ENABLED = 'false';

export const userFolder = folder;
