import type { INodeProperties } from 'n8n-workflow';

import type { Paging } from '../shared/resource';

/** Documented: offset from 0, limit 100 by default; 1 to 100 is documented for the history of a dongle. */
export const paging: Paging = {
	kind: 'offset',
	pageSize: 100,
	page: (request, offset, limit) => ({ ...request, query: { ...request.query, offset, limit } }),
};

export const sortDirection: INodeProperties = {
	displayName: 'Sort Direction',
	name: 'direction',
	type: 'options',
	options: [
		{ name: 'Ascending', value: 'asc' },
		{ name: 'Descending', value: 'desc' },
	],
	default: 'asc',
};
