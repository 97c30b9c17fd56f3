import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { filtersOf } from '../shared/conditions';
import { InputFault } from '../shared/fault';
import { chosenIn } from '../shared/parameters';
import type { Parameters } from '../shared/parameters';
import type { Paging } from '../shared/resource';

/** Documented: offset from 0, limit 100 by default; 1 to 100 is documented for the history of a dongle. */
export const paging: Extract<Paging, { kind: 'offset' }> = {
	kind: 'offset',
	pageSize: 100,
	page: (request, offset, limit) => ({ ...request, query: { ...request.query, offset, limit } }),
};

const sortDirection: INodeProperties = {
	displayName: 'Sort Direction',
	name: 'direction',
	type: 'options',
	options: [
		{ name: 'Ascending', value: 'asc' },
		{ name: 'Descending', value: 'desc' },
	],
	default: 'asc',
};

const sortColumn: INodeProperties = {
	displayName: 'Sort By',
	name: 'sortBy',
	type: 'options',
	options: [],
	default: '',
};

/** How a list may be sorted: by what, if there is a choice, and in which direction. */
export class Sorting<C extends string = never> {
	private readonly columns: readonly C[];
	private readonly properties: readonly INodeProperties[];

	/** @param former where lists had it before they had Sort: what a workflow stores there still counts */
	constructor(
		private readonly former: 'Filters' | 'Options',
		columns: ReadonlyArray<readonly [name: string, value: C]> = [],
	) {
		this.columns = columns.map(([, value]) => value);
		const options = columns.map(([name, value]) => ({ name, value }));
		const sortBy: INodeProperties = { ...sortColumn, options, default: this.columns[0] ?? '' };
		this.properties = columns.length === 0 ? [sortDirection] : [sortBy, sortDirection];
	}

	/** The collection. */
	get parameter(): INodeProperties {
		return {
			displayName: 'Sort',
			name: 'sort',
			type: 'collection',
			placeholder: 'Add sort rule',
			default: {},
			options: [...this.properties],
		};
	}

	/** The same where it was before, each shown to those alone who have stored it: any text is at least the empty one. */
	get stored(): INodeProperties[] {
		return this.properties.map((property) => ({
			...property,
			displayOptions: { show: { [property.name]: [{ _cnd: { gte: '' } }] } },
		}));
	}

	/**
	 * @param before the collection where it was
	 * @throws InputFault for a choice that there is not, and for two of them
	 */
	queryOf(parameters: Parameters, before: Readonly<IDataObject>): Record<string, string> {
		const sort = filtersOf(parameters, ['sortBy', 'direction'], ['sort', 'Sort']);
		const chosen = <D extends string>(name: string, label: string, choices: readonly D[]): D | undefined => {
			const formerly = `${this.former}: ${label}`;
			const [now, then] = [
				chosenIn(sort, name, choices, `Sort: ${label}`),
				chosenIn(before, name, choices, formerly),
			];
			if (now === undefined || then === undefined || now === then) return now ?? then;
			throw new InputFault(
				`Sort: ${label} is "${now}", but ${formerly} is "${then}"`,
				`Remove ${label} from ${this.former}`,
			);
		};
		const sortby = this.columns.length === 0 ? undefined : chosen('sortBy', 'Sort By', this.columns);
		const direction = chosen('direction', 'Sort Direction', ['asc', 'desc']);
		return {
			...(sortby === undefined ? {} : { sortby }),
			...(direction === undefined ? {} : { direction }),
		};
	}
}
