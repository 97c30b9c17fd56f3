import type { Connection } from './send';
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

/** What tells the credentials of this process apart; it is worked out only where there are lists. */
type Of = Pick<Connection, 'account'>;

const nameOf = ({ account }: Of, list: string): string => `${account} ${list}`;

/** @param list what tells an account's lists apart */
export function recentList(of: Of, list: string, longestMs: number, now: number): RecentList | undefined {
	const found = lists.size === 0 ? undefined : lists.get(nameOf(of, list));
	return found !== undefined && now - found.readAt <= longestMs ? found : undefined;
}

export function keepList(of: Of, list: string, read: RecentList): void {
	const name = nameOf(of, list);
	lists.delete(name);
	lists.set(name, read);
	for (const oldest of [...lists.keys()].slice(0, -MOST_LISTS)) lists.delete(oldest);
}

/** When this process has written to an account, but for a list that was told of it. */
export function forgetLists(of: Of, told?: RecentList): void {
	if (lists.size === 0) return;
	const prefix = nameOf(of, '');
	for (const [name, list] of [...lists]) if (list !== told && name.startsWith(prefix)) lists.delete(name);
}
