import { Refused } from './refused';

export interface GuardantPage {
	offset: number;
	limit: number;
	descending: boolean;
}

/** `limit` 1 to 100 and `offset` from 0 (documented for the key history, assumed for other lists). */
export function paging(query: URLSearchParams): GuardantPage {
	const limit = query.get('limit') ?? '100';
	const offset = query.get('offset') ?? '0';
	const direction = query.get('direction') ?? 'asc';
	if (!/^\d+$/.test(limit) || Number(limit) < 1 || Number(limit) > 100) {
		throw new Refused('Invalid limit');
	}
	if (!/^\d+$/.test(offset)) throw new Refused('Invalid offset');
	if (direction !== 'asc' && direction !== 'desc') throw new Refused('Invalid direction');
	return { limit: Number(limit), offset: Number(offset), descending: direction === 'desc' };
}

/** One page of a list that is sorted in ascending order. */
export function pageOf<R>(sorted: readonly R[], { descending, limit, offset }: GuardantPage): R[] {
	const list = descending ? [...sorted].reverse() : sorted;
	return list.slice(offset, offset + limit);
}

/** A comma list of documented numbers; none stands for all of them. */
export function statuses(query: URLSearchParams, known: readonly number[]): Set<number> {
	const given = (query.get('status') ?? '').split(',').filter((part) => part.trim() !== '');
	const numbers = given.map(Number);
	if (numbers.some((each) => !known.includes(each))) throw new Refused('Invalid status');
	return new Set(numbers.length === 0 ? known : numbers);
}
