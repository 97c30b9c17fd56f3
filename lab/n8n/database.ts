import { createRequire } from 'node:module';
import { join } from 'node:path';
import { currentN8n } from './n8n';

/** What n8n stores and shows nobody, read out of its SQLite by the library that it uses itself. */

/** Of n8n's `sqlite3`: as much as is used here. */
interface Sqlite {
	readonly OPEN_READONLY: number;
	readonly Database: new (file: string, mode: number, opened: Done<null>) => Database;
}

interface Database {
	all(query: string, values: readonly unknown[], read: Done<unknown[]>): void;
	close(closed: Done<null>): void;
}

type Done<T> = (problem: Error | null, result: T) => void;

const promised = async <T>(call: (done: Done<T>) => void): Promise<T> =>
	await new Promise<T>((resolve, reject) =>
		call((problem, result) => (problem === null ? resolve(result) : reject(problem))),
	);

const rows = async <T>(userFolder: string, query: string, ...values: unknown[]): Promise<T[]> => {
	const sqlite = createRequire(join(currentN8n.folder, 'package.json'))('sqlite3') as Sqlite;
	let database: Database | undefined;
	await promised<null>((done) => {
		const file = join(userFolder, '.n8n', 'database.sqlite');
		database = new sqlite.Database(file, sqlite.OPEN_READONLY, done);
	});
	try {
		return (await promised<unknown[]>((done) => database?.all(query, values, done))) as T[];
	} finally {
		await promised<null>((done) => database?.close(done));
	}
};

/** What a trigger knows where n8n keeps it apart from the workflow, with durable cursors. */
export const cursorOf = async (userFolder: string, workflowId: string): Promise<unknown> => {
	const query = 'SELECT cursor FROM poller_state WHERE workflowId = ?';
	const [row] = await rows<{ cursor: string }>(userFolder, query, workflowId);
	return row === undefined ? undefined : (JSON.parse(row.cursor) as { state?: unknown }).state;
};
