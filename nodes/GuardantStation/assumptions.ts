import type { IDataObject } from 'n8n-workflow';

import { isAbsent, NOBODY } from '../shared/assumptions';
import type { Asked, Diagnosis } from '../shared/assumptions';
import { asText, flagOf } from '../shared/values';
import type { VendorRequest } from '../shared/wire';
import { customer } from './customer';

const LIMIT = 100;
/** Beyond all IDs that the samples show. */
const NOBODYS_ID = 2_000_000_000;

const page = (query: NonNullable<VendorRequest['query']>): VendorRequest => ({
	method: 'GET',
	path: ['customers'],
	query,
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

const archivedIn = ({ records }: Asked): boolean => records.some(({ archived }) => flagOf(archived) === true);

export const diagnosis: Diagnosis = {
	questions: {
		first: {
			sent: `GET customers?offset=0&limit=${LIMIT}&sortby=default`,
			request: () => page({ offset: 0, limit: LIMIT, sortby: 'default' }),
		},
		second: {
			sent: `GET customers?limit=${LIMIT}&sortby=default, offset as many as came before`,
			request: (of) => {
				const offset = of('first')?.records.length ?? 0;
				return offset === 0 ? undefined : page({ offset, limit: LIMIT, sortby: 'default' });
			},
		},
		turned: {
			sent: `GET customers?offset=0&limit=${LIMIT}&sortby=default&direction=desc`,
			request: (of) =>
				(of('first')?.records.length ?? 0) < 2
					? undefined
					: page({ offset: 0, limit: LIMIT, sortby: 'default', direction: 'desc' }),
		},
		current: {
			sent: `GET customers?offset=0&limit=${LIMIT}&archived=false`,
			request: () => page({ offset: 0, limit: LIMIT, archived: false }),
		},
		absent: {
			sent: 'GET customers/{an ID that nobody has}',
			request: () => customer.read?.({ by: 'id', value: NOBODYS_ID }, {}),
		},
		dongles: {
			sent: 'GET dongles?offset=0&limit=1',
			request: () => ({ method: 'GET', path: ['dongles'], query: { offset: 0, limit: 1 } }),
		},
		ended: {
			sent: `GET customers?limit=1, with a token that is none`,
			request: () => page({ limit: 1 }),
			instead: { accessToken: NOBODY, sessionToken: NOBODY },
		},
	},
	assumptions: [
		{
			assumption: `A page holds as many customers as are asked for, up to ${LIMIT}`,
			from: ['first', 'second'],
			tells: ({ records, refused }, second) => {
				if (refused !== undefined || records.length > LIMIT) return false;
				if (records.length === LIMIT) return true;
				return isContinued(second, records) ? false : 'There are too few customers to tell.';
			},
			advice:
				'Nothing to do where pages are shorter: they are read until one is empty. If it was refused, tell us.',
		},
		{
			assumption: 'The next page begins where offset says, and an empty one ends the list',
			from: ['second', 'first'],
			tells: (second, first) =>
				second.refused === undefined && (second.records.length === 0 || isContinued(second, first?.records)),
			advice: 'Lists may be cut short; the output pane says so. Ask Guardant how lists go on, and tell us.',
		},
		{
			assumption: 'Customers can be sorted',
			from: ['turned', 'first'],
			tells: (turned, first) => {
				const firsts = first?.records ?? [];
				const [lowest, highest] = [sortKey(firsts[0]), sortKey(firsts.at(-1))];
				if (lowest === highest) return 'All that came have the same name.';
				const top = sortKey(turned.records[0]);
				return top !== lowest && (firsts.length === LIMIT || top === highest);
			},
			advice: 'Leave out Sort By, and sort with a Sort node.',
		},
		{
			assumption: 'Customers can be filtered by whether they are archived',
			from: ['current', 'first'],
			tells: (current, first) => {
				if (current.refused !== undefined || archivedIn(current)) return false;
				return first !== undefined && archivedIn(first) ? true : 'No archived customer was seen.';
			},
			advice:
				'Leave out Archived under Filters, and filter by "archived" of the Raw output with a Filter node.',
		},
		{
			assumption: 'An ID that does not exist is answered by "not found"',
			from: ['absent'],
			tells: isAbsent,
			advice:
				'Tell us how it is answered: such items end with the words of Guardant, and not with "No customer found".',
		},
		{
			assumption: 'Lists of dongles come as a list, with or without braces around it',
			from: ['dongles'],
			tells: ({ refused }) =>
				refused === 'forbidden' ? 'The account may not list them.' : refused === undefined,
			advice: 'Read dongles with Custom API Call and Unwrap off, and tell us the form.',
		},
		{
			assumption: 'A token that has ended is answered by HTTP 401',
			from: ['ended'],
			tells: ({ refused }) => refused === 'session',
			advice:
				'With Login as Authentication a session that ends is not renewed: tell us the status, and use an Access Token until then.',
		},
	],
	untold:
		'what writing and deleting answer, whether references are unique, the meaning of a status, whether archived orders are listed, licenses and histories, how deleted customers are shown',
};
