import type { IDataObject } from 'n8n-workflow';

import { NOBODY, REPORT, saysNotFound } from '../shared/assumptions';
import type { Asked, Diagnosis, Question } from '../shared/assumptions';
import { asText, flagOf } from '../shared/values';
import type { VendorRequest } from '../shared/wire';
import { customer } from './customer';
import { paging } from './paging';

const LIMIT = 100;

const page = (offset: number, query: VendorRequest['query'] = {}): VendorRequest => ({
	method: 'GET',
	path: ['customers'],
	query: { offset, limit: LIMIT, sortby: 'default', ...query },
});

/** Whether a page brings customers, and none that came before. */
function isContinued(next: Asked | undefined, before: readonly IDataObject[] = []): boolean {
	const known = new Set(before.map((record) => customer.keyOf(record)));
	const records = next?.records ?? [];
	return records.length > 0 && records.every((record) => !known.has(customer.keyOf(record)));
}

/** What the default order goes by. */
const sortKey = (record: IDataObject | undefined): string =>
	[record?.companyname, record?.lastname, record?.name].map(asText).join('|').toLowerCase();

const hasArchived = (asked: Asked | undefined): boolean =>
	asked?.records.some(({ archived }) => flagOf(archived) === true) === true;

const first: Question = () => page(0);
const second: Question = (of) => {
	const offset = of(first)?.records.length ?? 0;
	return offset === 0 ? undefined : page(offset);
};
const turned: Question = (of) =>
	(of(first)?.records.length ?? 0) < 2 ? undefined : page(0, { direction: 'desc' });
const current: Question = () => page(0, { archived: false });
const absent: Question = () => ({ method: 'GET', path: ['customers', '2000000000'] });
const dongles: Question = () =>
	paging.kind === 'offset' ? paging.page({ method: 'GET', path: ['dongles'] }, 0, 1) : undefined;

export const diagnosis: Diagnosis = {
	questions: [first, second, turned, current, absent, dongles],
	assumptions: [
		{
			assumption: `A page holds as many customers as are asked for, up to ${LIMIT}`,
			from: [first, second],
			tells: ({ records, refused }, next) => {
				if (refused !== undefined || records.length > LIMIT) return false;
				if (records.length === LIMIT) return true;
				return isContinued(next, records) ? false : 'There are too few customers to tell.';
			},
			advice: 'Nothing to do where pages are shorter. Report it where it was refused.',
		},
		{
			assumption: 'The next page begins where offset says, and an empty one ends the list',
			from: [second, first],
			tells: (next, before) =>
				next.refused === undefined && (next.records.length === 0 || isContinued(next, before?.records)),
			advice: 'Lists may be cut short, which the output pane says. Report it.',
		},
		{
			assumption: 'Customers can be sorted',
			from: [turned, first],
			tells: ({ records }, straight) => {
				const firsts = straight?.records ?? [];
				const [lowest, highest, top] = [firsts[0], firsts.at(-1), records[0]].map(sortKey);
				if (lowest === highest) return 'All that came have the same name.';
				return top !== lowest && (firsts.length === LIMIT || top === highest);
			},
			advice: 'Leave out Sort By, and use a Sort node.',
		},
		{
			assumption: 'Customers can be filtered by whether they are archived',
			from: [current, first],
			tells: (found, all) => {
				if (found.refused !== undefined || hasArchived(found)) return false;
				return hasArchived(all) || 'No archived customer was seen.';
			},
			advice: 'Leave out Archived, and use a Filter node on the Raw output.',
		},
		saysNotFound('An ID', absent),
		{
			assumption: 'Dongles come as a list, with or without braces around it',
			from: [dongles],
			tells: ({ refused }) =>
				refused === 'forbidden' ? 'The account may not list them.' : refused === undefined,
			advice: REPORT,
		},
	],
	ended: { request: page(0), instead: { accessToken: NOBODY, sessionToken: NOBODY } },
};
