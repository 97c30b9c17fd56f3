import type { INodeTypeDescription, ResourceMapperFields } from 'n8n-workflow';
import { NODES } from './nodes';

/** What the editor shows of a node that has not run, with these parameters. */
function shown({ hints = [] }: INodeTypeDescription, $parameter: object): string[] {
	return hints
		.filter(({ displayCondition }) => {
			if (displayCondition === undefined) return true;
			const [, expression = ''] = /^=\{\{(.*)\}\}$/s.exec(displayCondition) ?? [];
			const holds = new Function('$parameter', `return ${expression}`) as (given: object) => unknown;
			const result = holds($parameter);
			// Anything but a boolean n8n leaves out, with a warning in the console.
			expect(typeof result).toBe('boolean');
			return result === true;
		})
		.map(({ message }) => message);
}

describe.each(NODES)('what %s says before it has run', (name, { description }) => {
	const bills = /bills each request/;
	const everything = /reads every record/;

	it('stands where a run shows its data, and not after one', () => {
		for (const hint of description.hints ?? [])
			expect(hint).toMatchObject({ location: 'outputPane', whenToDisplay: 'beforeExecution' });
	});

	it('is that requests are billed, where they are', () => {
		const said = shown(description, { resource: 'customer', operation: 'get' });
		expect(said).toEqual(name === 'weevioPims' ? [expect.stringMatching(bills)] : []);
		for (const words of said) expect(words).toMatch(/ 50,000 a month .+ \$0\.0015 each\.$/);
	});

	it('is that a list without conditions reads everything, where that is so', () => {
		const search = { resource: 'customer', operation: 'search', returnAll: true, filters: {} };
		const readsAll = (parameters: object): boolean =>
			shown(description, parameters).some((words) => everything.test(words));
		expect(readsAll(search)).toBe(['epass', 'guardantStation', 'weevioPims'].includes(name));
		if (name === 'epass') {
			expect(readsAll({ ...search, query: '{ "query": {} }' })).toBe(false);
			expect(readsAll({ ...search, options: { query: '{ "query": {} }' } })).toBe(false);
			expect(readsAll({ ...search, options: { query: '{}' } })).toBe(true);
		}
		expect(readsAll({ ...search, filters: { conditions: [{ field: 'ID', value: '1' }] } })).toBe(false);
		expect(readsAll({ ...search, filters: { type: 'company' } })).toBe(false);
		expect(readsAll({ ...search, returnAll: false })).toBe(false);
		expect(readsAll({ ...search, operation: 'listOrders' })).toBe(false);
		expect(readsAll({ ...search, resource: 'serial' })).toBe(false);
	});
});

describe.each(NODES)('the panel of %s', (name, { description, methods }) => {
	it('says where items are mapped automatically that those of other nodes fit', () => {
		const notices = description.properties.filter((property) => property.name === 'automaticNotice');
		expect(notices.length).toBeGreaterThan(0);
		for (const { displayName, displayOptions, type } of notices) {
			expect(type).toBe('notice');
			// In the editor's own tab it would take a person's unsaved work away.
			expect(displayName).toMatch(/<a href="https:[^"]+" target="_blank">/);
			expect(displayOptions?.show).toMatchObject({ '/fields.mappingMode': ['autoMapInputData'] });
		}
	});

	it('says of a deletion that it is final, where the vendor can archive instead', () => {
		const notices = description.properties.filter((property) => property.name === 'deleteNotice');
		expect(notices).toHaveLength(name === 'guardantStation' ? 1 : 0);
		for (const { displayName, displayOptions } of notices) {
			expect(displayName).toMatch(/final.+Archived/);
			expect(displayOptions?.show).toEqual({ resource: ['customer'], operation: ['delete'] });
		}
	});

	it('starts fields from values that can be chosen', async () => {
		const presets: unknown[] = [];
		for (const read of Object.values(methods?.resourceMapping ?? {})) {
			const { fields } = (await read.call({
				getCurrentNodeParameter: () => undefined,
			} as never)) as ResourceMapperFields;
			for (const { defaultValue, options } of fields) {
				if (options === undefined || defaultValue === undefined) continue;
				presets.push(defaultValue);
				expect(options.map(({ value }) => value)).toContain(defaultValue);
			}
		}
		expect(presets.length > 0).toBe(name === 'manexErp');
	});

	it('stays small enough for an editor that loads every node', () => {
		expect(JSON.stringify(description).length).toBeLessThanOrEqual(60 * 1024);
	});
});
