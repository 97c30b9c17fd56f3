import { BRANCHES } from './epassData';
import { echoQuery, selectColumns } from './epassQuery';
import { isObject, lowerKeys } from './json';
import { Refused } from './refused';
import type { JsonObject, VendorReply } from './types';

export interface Page<R> {
	records: R[];
	more: boolean;
}

export interface SearchPaging {
	pageSize: number;
	pageStartId: number;
}

/** Default size 100, start 0; a size is taken as sent up to a maximum nobody documents. */
export function readPaging(body: JsonObject, maximum: number): SearchPaging {
	const sent = isObject(body.paging) ? lowerKeys(body.paging) : {};
	const size = sent.pagesize === undefined || sent.pagesize === null ? 100 : Number(sent.pagesize);
	const start = Number(sent.pagestartid ?? 0);
	if (!Number.isInteger(size) || size < 1) throw new Refused('Error. Invalid PageSize');
	if (!Number.isInteger(start)) throw new Refused('Error. Invalid PageStartID');
	return { pageSize: Math.min(size, maximum), pageStartId: start };
}

/** Reads matches until the page is full and one more tells that pages remain. */
export function takePage<R>(source: Iterable<R>, matches: (record: R) => boolean, pageSize: number): Page<R> {
	const records: R[] = [];
	for (const record of source) {
		if (!matches(record)) continue;
		if (records.length === pageSize) return { records, more: true };
		records.push(record);
	}
	return { records, more: false };
}

/** The third envelope: `Results`, `Paging`, the query's echo, then the table's own name. */
export function searchAnswer(
	body: JsonObject,
	table: string,
	paging: { pageSize: number; largestId: number; more: boolean },
	rows: JsonObject[],
): VendorReply {
	return {
		status: 200,
		body: {
			Results: {
				Success: true,
				Warning: false,
				HttpStatusCode: 200,
				GeneralMessage: `Returned ${rows.length} records`,
				ExceptionMessage: null,
				Keys: [],
				Messages: [],
				Warnings: [],
			},
			// Samples with a single page show LargestID 0, so the last page shows 0 here.
			Paging: {
				PageSize: paging.pageSize,
				LargestID: paging.more ? paging.largestId : 0,
				PagesRemaining: paging.more,
			},
			Query: echoQuery(body),
			SubQuery: echoSubQuery(body),
			[table]: rows,
		},
	};
}

/** A row with what `extendedInfo` asks for beside it. */
export function extended(row: JsonObject, body: JsonObject, branchCode: string): JsonObject {
	const asked = isObject(body.extendedInfo) ? lowerKeys(body.extendedInfo) : undefined;
	if (!asked || !('branch' in asked)) return row;
	const branch = BRANCHES.find((each) => each.Code === branchCode);
	row.ExtendedInfo = {
		Branch: branch ? { Fields: selectColumns(branch, asked.branch) } : null,
	};
	return row;
}

export function searchRefused(
	body: JsonObject,
	table: string,
	message: string,
	httpStatus: number,
): VendorReply {
	return {
		status: httpStatus,
		body: {
			Results: {
				Success: false,
				Warning: false,
				HttpStatusCode: 400,
				GeneralMessage: null,
				ExceptionMessage: message,
				Keys: [],
				Messages: [],
				Warnings: [],
			},
			Paging: { PageSize: 100, LargestID: 0, PagesRemaining: false },
			Query: echoQuery(body),
			SubQuery: echoSubQuery(body),
			[table]: [],
		},
	};
}

function echoSubQuery(body: JsonObject): unknown {
	const sent = lowerKeys(body).subquery;
	return Array.isArray(sent) ? sent : [];
}
