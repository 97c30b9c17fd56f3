import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { epass } from '../../nodes/Epass/vendor';
import { guardantStation } from '../../nodes/GuardantStation/vendor';
import { manexErp } from '../../nodes/ManexErp/vendor';
import { proDeliveryManager } from '../../nodes/ProDeliveryManager/vendor';
import type { Field, FieldKind } from '../../nodes/shared/fields';
import { nodeProperties, operationsOf } from '../../nodes/shared/properties';
import { nested } from '../../nodes/shared/values';
import { CUSTOMER_KEYS, ORDER_KEYS } from '../../nodes/shared/vendor';
import type { KeyMode, Operation, Vendor } from '../../nodes/shared/vendor';
import { weevioPims } from '../../nodes/WeevioPims/vendor';
import { withFilledFieldsOnly } from './examples';
import { repository } from '../repository';

/**
 * What is written from the vendors' descriptors: output schemas, the tables within the documentation's pages, and
 * which fields the example workflows show.
 */


interface Source {
	readonly vendor: Vendor;
	/** The node's folder below nodes/. */
	readonly folder: string;
	/** The node's page below docs/. */
	readonly page: string;
	/** A record as the vendor's documentation shows it, for the example on the page. */
	readonly customer: IDataObject;
	readonly order?: IDataObject;
}

const SOURCES: readonly Source[] = [
	{
		vendor: weevioPims,
		folder: 'WeevioPims',
		page: 'weevio-pims',
		customer: {
			CUSTOMER_CODE: 'M-1000',
			CUSTOMER_NAME: 'Acme Repair',
			BNAME: 'Acme Repair',
			BEMAIL: 'jane@acme.example',
			BPHONE: '800-555-1212',
			BADDRESS1: '101 Main St',
			BCITY: 'Bloomington',
			BSTATE: 'IN',
			BZIPCODE: '47404',
			BCOUNTRY: 'US',
		},
		order: {
			ORDER_NUMBER: '100245',
			REFERENCE_NUMBER: 'PO-8812',
			CUSTOMER_CODE: 'M-1000',
			ORDER_DATE: '03/29/2022',
			ORDER_STATUS: 'Open',
		},
	},
	{
		vendor: proDeliveryManager,
		folder: 'ProDeliveryManager',
		page: 'pro-delivery-manager',
		customer: {
			customer_id: 1408,
			customer_ref: 'C001408',
			external_customer_ref: 'EXTREF164736',
			created: '2017-12-12',
			last_modified: '2017-12-14',
			first_name: 'Joe',
			last_name: 'Bloggs',
			address: {
				line_1: 'Test Address Line 1',
				line_2: 'Test Address Line 2',
				line_3: '',
				city: 'Test City',
				county: 'Test County',
				postal_code: 'TT11 1TT',
			},
			email_address: 'joe@blogs.com',
			tel_number_1: '',
			tel_number_2: '',
			active: true,
		},
	},
	{
		vendor: manexErp,
		folder: 'ManexErp',
		page: 'manex-erp',
		customer: {
			CUSTNO: '0000000010',
			CUSTNAME: 'CustomerName',
			PHONE: '',
			ACCT_DATE: '2014-11-19T10:09:57.041868-05:00',
			STATUS: 'Active',
			modifiedDate: null,
		},
	},
	{
		vendor: guardantStation,
		folder: 'GuardantStation',
		page: 'guardant-station',
		customer: {
			_id: 8,
			description: 'test',
			email: 'cust@gmail.com',
			name: 'My first name',
			lastname: 'My last name',
			companyname: 'Google',
			phone: '123-12-12',
			status: 0,
			archived: false,
			archivationdate: 0,
			crmid: '',
			refid: '',
		},
		order: {
			_id: 10096,
			date: 1538463338,
			description: 'test bugs in sn activation number',
			number: 0,
			quantity: 10,
			status: 1,
			crmid: '',
			refid: '',
		},
	},
	{
		vendor: epass,
		folder: 'Epass',
		page: 'epass',
		customer: {
			ID: 157946,
			Code: '1000',
			ExternalID: '',
			FirstName: 'Ben',
			LastName: 'Kenobi',
			Address1: '1510 Dune Sea Drive.',
			Address2: '',
			City: 'Mos Eisley',
			State: 'TA',
			ZipCode: 'S7J 0G4',
			Phone1: '',
			Phone2: '(306) 955-1684',
			DateCreated: '2018-02-21T00:00:00',
			DateModified: null,
		},
		order: { Code: ' 5827', SoldToCode: '1000', Status: 'Open' },
	},
];

/** Contents by path, relative to the repository. */
export type Files = Readonly<Record<string, string>>;

/** All files as they are to be. `read` hands over a page as it is now, whose own words stay. */
export function generatedFiles(read: (path: string) => string): Files {
	return { ...schemaFiles(), ...pageFiles(read), ...exampleFiles(read) };
}

/** The output schemas of each node's operations, where n8n looks for them. */
function schemaFiles(): Files {
	const files: Record<string, string> = {};
	for (const source of SOURCES) {
		for (const [name, operation] of operationsOf(source.vendor)) {
			const schema = { type: 'object', properties: schemaProperties(source.vendor, operation), version: 1 };
			const path = `nodes/${source.folder}/__schema__/v1.0.0/customer/${name}.json`;
			files[path] = `${JSON.stringify(schema, null, '\t')}\n`;
		}
	}
	return files;
}

function exampleFiles(read: (path: string) => string): Files {
	const vendors = SOURCES.map(({ vendor }) => vendor);
	return Object.fromEntries(
		readdirSync(join(repository, 'examples'))
			.filter((name) => name.endsWith('.json'))
			.map((name) => {
				const path = `examples/${name}`;
				return [path, withFilledFieldsOnly(read(path), vendors)];
			}),
	);
}

function pageFiles(read: (path: string) => string): Files {
	return Object.fromEntries(
		SOURCES.map((source) => {
			const path = `docs/${source.page}.md`;
			return [path, filledIn(read(path), sectionsOf(source), path)];
		}),
	);
}

/**
 * A page with each section between its two markers.
 * @throws Error when a page has a marker that nothing is made for, or lacks one
 */
export function filledIn(page: string, sections: ReadonlyMap<string, string>, path: string): string {
	const seen = new Set<string>();
	const filled = page.replace(
		/<!-- generated:(\w+) -->[\s\S]*?<!-- \/generated -->/g,
		(_, name: string): string => {
			const content = sections.get(name);
			if (content === undefined) throw new Error(`${path}: nothing is generated for "${name}"`);
			seen.add(name);
			return `<!-- generated:${name} -->\n\n${content}\n\n<!-- /generated -->`;
		},
	);
	const missing = [...sections.keys()].filter((name) => !seen.has(name));
	if (missing.length > 0) throw new Error(`${path}: no marker for ${missing.join(', ')}`);
	return filled;
}

function sectionsOf({ vendor, customer, order }: Source): Map<string, string> {
	const { keys, fields, upsert, simplify, simplifyOrder, listOrders } = vendor.customer;
	const key = vendor.customer.keyOf(customer) ?? '';
	const sections = new Map([
		['operations', operationTable(vendor)],
		['keys', keyTable(keys)],
		['fields', fieldTable(fields)],
		['options', settingTable(vendor, optionsOf(vendor))],
		['customer', outputTable(customerMappings(vendor))],
		['customerExample', example(simplify(customer))],
	]);
	if (upsert !== undefined) sections.set('match', matchTable(fields, upsert.matchOn));
	if (vendor.properties.length > 0) sections.set('filters', settingTable(vendor, filtersOf(vendor)));
	if (listOrders !== undefined && simplifyOrder !== undefined && order !== undefined) {
		sections.set('order', outputTable(orderMappings(vendor)));
		sections.set('orderExample', example(simplifyOrder(order, key)));
	}
	return sections;
}

function operationTable(vendor: Vendor): string {
	return table(
		['Operation', 'What it does'],
		operationsOf(vendor).map(([, { name, description }]) => [`**${name}**`, description]),
	);
}

function keyTable(keys: readonly KeyMode[]): string {
	return table(
		['Choose', 'Value'],
		keys.map(({ displayName, name, parse, placeholder }) => {
			const rules = name === 'list' ? ['a customer picked from the list'] : rulesOf(parse);
			return [
				`**${displayName}**`,
				[...rules, ...(placeholder === undefined ? [] : [placeholder])].join('; '),
			];
		}),
	);
}

/** What a key must be, in the words with which values that are not are refused. */
function rulesOf(parse: KeyMode['parse']): string[] {
	const words = ['x', 'x'.repeat(1000)].map((value) => {
		try {
			parse(value);
			return undefined;
		} catch (error) {
			return String(error instanceof Error ? error.message : error);
		}
	});
	const [wrong, long] = words;
	if (wrong !== undefined) return [wrong.replace(/^Customer: (the )?/, '').replace(/, not "x"$/, '')];
	const limit = /takes (at most \d+)$/.exec(long ?? '')?.[1];
	return [limit === undefined ? 'text' : `text, ${limit} characters`];
}

function fieldTable(fields: readonly Field[]): string {
	return table(
		['Field', 'Name', 'Value', 'Filled automatically from', 'Notes'],
		fields.map((field) => [
			field.label,
			code(field.id),
			ruleOf(field.kind),
			[
				...commonSourcesOf(field),
				...(field.isReference === true ? ['in Create or Update, else the `id` of the source'] : []),
				...(field.automaticDefault === undefined
					? []
					: [`for a new customer, else "${String(field.automaticDefault)}"`]),
			].join('; '),
			[
				...(field.required === true ? ['**Required** for a new customer'] : []),
				...(field.only === 'create' ? ['Only for a new customer'] : []),
				...(field.only === 'update' ? ['Only for a customer that is there'] : []),
				...(field.description === undefined ? [] : [field.description]),
			].join('. '),
		]),
	);
}

const COMMON: ReadonlySet<string> = new Set(CUSTOMER_KEYS);

/** The common names that fill a field when fields are mapped automatically. */
function commonSourcesOf({ common, id }: Field): string[] {
	if (typeof common === 'string') return [code(common)];
	if (common !== undefined) return [sourcesOf(common, 'customer').join(', or else ')];
	// A vendor's write name that is a common name as well.
	return COMMON.has(id) ? [code(id)] : [];
}

function ruleOf(kind: FieldKind): string {
	switch (kind.type) {
		case 'text':
			if (kind.rule !== undefined) return `Text: ${kind.rule.replace(/^is not /, '')}`;
			return kind.maxLength === undefined ? 'Text' : `Text, at most ${kind.maxLength} characters`;
		case 'number':
			return kind.min === undefined ? 'Number' : `Number, ${kind.min} or more`;
		case 'boolean':
			return 'true or false';
		case 'date':
			return `Date; sent as ${kind.format}`;
		case 'choice':
			return `One of: ${kind.choices.map(({ value }) => value).join(', ')}`;
		case 'list':
			return 'List of objects, as JSON';
	}
}

function matchTable(fields: readonly Field[], matchOn: readonly string[]): string {
	return table(
		['Match On', 'Name', ''],
		matchOn.map((id, index) => [
			fields.find((field) => field.id === id)?.label ?? id,
			code(id),
			index === 0 ? 'The default' : '',
		]),
	);
}

function optionsOf(vendor: Vendor): INodeProperties[] {
	const options = nodeProperties(vendor).find(({ name }) => name === 'options')?.options ?? [];
	return options.filter((option): option is INodeProperties => 'type' in option);
}

/** The parameters of a search, those within a collection singly. */
function filtersOf({ properties }: Vendor): INodeProperties[] {
	return properties.flatMap((property) =>
		(property.options ?? []).length === 0
			? [property]
			: (property.options ?? []).flatMap((option) =>
					'values' in option ? option.values : 'type' in option ? [option] : [],
				),
	);
}

function settingTable(vendor: Vendor, settings: readonly INodeProperties[]): string {
	return table(
		['Setting', 'Values', 'Default', 'Meaning'],
		settings.map((setting) => [
			`**${setting.displayName}**`,
			valuesOf(setting),
			defaultOf(setting),
			[setting.description ?? '', onlyFor(vendor, setting)].filter((part) => part !== '').join(' '),
		]),
	);
}

function choicesOf({ options }: INodeProperties): INodePropertyOptions[] {
	return (options ?? []).filter((option): option is INodePropertyOptions => 'value' in option);
}

function valuesOf(property: INodeProperties): string {
	switch (property.type) {
		case 'boolean':
			return 'On, off';
		case 'number': {
			const { minValue, maxValue } = property.typeOptions ?? {};
			if (minValue === undefined) return 'Number';
			return maxValue === undefined ? `Number from ${minValue} on` : `Number, ${minValue} to ${maxValue}`;
		}
		case 'options':
		case 'multiOptions':
			return choicesOf(property)
				.map(({ name }) => name)
				.join(' / ');
		case 'json':
			return 'JSON';
		default:
			return property.placeholder === undefined ? 'Text' : `Text, ${property.placeholder}`;
	}
}

function defaultOf(property: INodeProperties): string {
	const value = property.default;
	if (typeof value === 'boolean') return value ? 'On' : 'Off';
	const name = choicesOf(property).find((choice) => choice.value === value)?.name;
	if (name !== undefined) return name;
	return typeof value === 'number' || typeof value === 'string' ? String(value) : '';
}

function onlyFor(vendor: Vendor, { displayOptions }: INodeProperties): string {
	const names = displayOptions?.show?.['/operation'];
	if (names === undefined) return '';
	const shown = operationsOf(vendor).filter(([name]) => names.includes(name));
	return `(${shown.map(([, { name }]) => name).join(', ')} only)`;
}

/** How the value of one key of the output follows from a record of the vendor's. */
type Mapping = (record: IDataObject) => unknown;

interface OutputKey {
	readonly key: string;
	readonly mapping: Mapping;
}

function customerMappings({ customer }: Vendor): OutputKey[] {
	return CUSTOMER_KEYS.map((key) => ({ key, mapping: (record) => customer.simplify(record)[key] }));
}

function orderMappings({ customer }: Vendor): OutputKey[] {
	const [mode] = customer.keys;
	const chosen = mode?.parse('1') ?? '';
	return ORDER_KEYS.map((key) => ({
		key,
		mapping: (record) => customer.simplifyOrder?.(record, chosen)[key],
	}));
}

function outputTable(keys: readonly OutputKey[]): string {
	return table(
		['Key', 'Type', 'Comes from'],
		keys.map(({ key, mapping }) => [
			code(key),
			schemaOf(key, mapping).type,
			sourcesOf(mapping, 'record').join(', or else '),
		]),
	);
}

interface ValueSchema {
	readonly type: 'string' | 'number' | 'boolean' | 'array';
	readonly items?: { readonly type: 'object' };
}

function schemaProperties(vendor: Vendor, operation: Operation): Record<string, ValueSchema> {
	const { customer } = vendor;
	const properties = (keys: readonly OutputKey[]): Record<string, ValueSchema> =>
		Object.fromEntries(keys.map(({ key, mapping }) => [key, schemaOf(key, mapping)]));
	switch (operation.kind) {
		case 'delete':
			return {
				deleted: { type: 'boolean' },
				id: { type: typeof customer.keys[0]?.parse('1') === 'number' ? 'number' : 'string' },
			};
		case 'list':
			return properties(operation.of === 'orders' ? orderMappings(vendor) : customerMappings(vendor));
		case 'upsert':
			return { ...properties(customerMappings(vendor)), result: { type: 'string' } };
		default:
			return properties(customerMappings(vendor));
	}
}

/** Keys whose type is the same for every vendor, also for one that has no such value. */
const FIXED_TYPES: Readonly<Record<string, ValueSchema>> = {
	active: { type: 'boolean' },
	quantity: { type: 'number' },
	total: { type: 'number' },
	lines: { type: 'array', items: { type: 'object' } },
};

function schemaOf(key: string, mapping: Mapping): ValueSchema {
	const fixed = FIXED_TYPES[key];
	if (fixed !== undefined) return fixed;
	return { type: typeof mapping(together(probedSources(mapping))) === 'number' ? 'number' : 'string' };
}

/** A value that a mapping reads, with a probe that it takes. */
interface ProbedSource {
	readonly name: string;
	readonly probe: unknown;
}

/** One value of each sort that a mapping may look for; `mark` tells the sources apart in what comes out. */
const probes = (mark: number): unknown[] => [
	`Ann${mark} Lee${mark}`,
	70 + mark,
	`2020-01-${10 + mark}`,
	true,
	[{ line: mark }],
];

const together = (sources: readonly ProbedSource[]): IDataObject =>
	nested(Object.fromEntries(sources.map(({ name, probe }) => [name, probe])));

/** The values that a mapping reads, and that alone already give a result. */
function probedSources(mapping: Mapping): ProbedSource[] {
	const nothing = JSON.stringify(mapping({}) ?? null);
	return namesReadBy(mapping).flatMap((name, mark) => {
		const probe = probes(mark).find(
			(value) => JSON.stringify(mapping(together([{ name, probe: value }])) ?? null) !== nothing,
		);
		return probe === undefined ? [] : [{ name, probe }];
	});
}

/** The names that a mapping reads, dotted where it reads within an object. */
function namesReadBy(mapping: Mapping): string[] {
	const names = new Set<string>();
	const watched = (prefix: string, inner: (path: string) => unknown): IDataObject =>
		new Proxy<IDataObject>(
			{},
			{
				get: (_, name) => {
					if (typeof name === 'symbol') return undefined;
					names.add(`${prefix}${name}`);
					return inner(`${prefix}${name}.`);
				},
			},
		);
	const empty = (): undefined => undefined;
	// Once with nothing in it, since `a ?? b` reads on only then; once with objects, to see what is read within.
	mapping(watched('', empty));
	mapping(watched('', (path) => watched(path, empty)));
	return [...names];
}

/** Where a value comes from, in words: the first choice first. */
function sourcesOf(mapping: Mapping, of: 'customer' | 'record'): string[] {
	const choices: string[] = [];
	let left = probedSources(mapping);
	while (left.length > 0) {
		const result = String(mapping(together(left)));
		const seen = left.filter(({ probe }) => partsOf(probe).some((part) => result.includes(part)));
		const used = seen.length > 0 ? seen : left.slice(0, 1);
		choices.push(
			used
				.map(({ name, probe }) => {
					const whole = typeof probe !== 'string' || result.includes(probe) || of === 'record';
					return whole ? code(name) : `part of ${code(name)}`;
				})
				.join(' and '),
		);
		left = left.filter((source) => !used.includes(source));
	}
	if (choices.length > 0) return choices;
	return [(mapping({}) ?? null) === null ? '– (always null)' : 'the customer that was asked for'];
}

function partsOf(probe: unknown): string[] {
	return typeof probe === 'string' || typeof probe === 'number' ? String(probe).split(' ') : [];
}

const code = (name: string): string => `\`${name}\``;

const example = (item: object): string => ['```json', JSON.stringify(item, null, 2), '```'].join('\n');

function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const line = (cells: readonly string[]): string =>
		`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** What is on disk, of a file below the repository. */
export const readStored = (path: string): string => readFileSync(join(repository, path), 'utf8');

function write(): void {
	const files = Object.entries(generatedFiles(readStored));
	for (const [path, content] of files) {
		const file = join(repository, path);
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, content);
	}
	console.log(`${files.length} files written`);
}

if (require.main === module) write();
