import type { RecordKey } from './wire';

/**
 * Lists that executions of this process have read whole, for those that are told to look into a list of a while ago: of
 * each record no more than what it is found by, and its key.
 */
export class RecentList {
	private readonly keys = new Map<string, Set<RecordKey>>();
	/** Records, as many as were there. */
	size = 0;

	/** @param readAt when reading it began, in ms */
	constructor(readonly readAt: number) {}

	keysOf(identity: string): RecordKey[] {
		return [...(this.keys.get(identity) ?? [])];
	}

	add(identity: string, key: RecordKey): void {
		const keys = this.keys.get(identity);
		if (keys === undefined) this.keys.set(identity, new Set([key]));
		else keys.add(key);
	}
}

/** So many are kept: the one that was read first goes first. */
const MOST_LISTS = 10;

const lists = new Map<string, RecentList>();

const nameOf = (account: string, list: string): string => `${account} ${list}`;

/**
 * @param account what tells the credentials of this process apart
 * @param list what tells an account's lists apart
 */
export function recentList(
	account: string,
	list: string,
	longestMs: number,
	now: number,
): RecentList | undefined {
	const found = lists.get(nameOf(account, list));
	return found !== undefined && now - found.readAt <= longestMs ? found : undefined;
}

export function keepList(account: string, list: string, read: RecentList): void {
	const name = nameOf(account, list);
	lists.delete(name);
	lists.set(name, read);
	for (const oldest of [...lists.keys()].slice(0, -MOST_LISTS)) lists.delete(oldest);
}

/** When this process has written to an account, but for a list that was told of it. */
export function forgetLists(account: string, told?: RecentList): void {
	for (const [name, list] of [...lists])
		if (list !== told && name.startsWith(nameOf(account, ''))) lists.delete(name);
}
