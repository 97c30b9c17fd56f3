import type { INodeProperties } from 'n8n-workflow';

import type { Call, Diagnose, Resource } from '../resource';
import type { Vendor } from '../vendor';

/** What every vendor gets beside its own operations: a look at the connection, and requests that a person writes. */

/** The name of both the resource and the operation. */
export const API_CALL = 'apiCall';

/** n8n puts an entry of this name at the end of a list of resources or operations that does not end with one. */
export const NAME = 'Custom API Call';

/** The vendor with calls of its API: under each of its resources, and as one of their own. */
export function withCalls(vendor: Vendor): Vendor {
	const apiCall: Call = {
		kind: 'call',
		description: `Send any request to the API of ${vendor.displayName}`,
		parameters: callParameters(vendor),
		paged: vendor.call?.paging !== undefined,
	};
	const operations = { [API_CALL]: apiCall };
	const resources = Object.entries(vendor.resources).map(([name, resource]): [string, Resource] => [
		name,
		{ ...resource, operations: { ...resource.operations, ...operations } },
	]);
	return {
		...vendor,
		resources: {
			...Object.fromEntries(resources),
			...(vendor.diagnosis === undefined
				? {}
				: { connection: without('connection', { diagnose: diagnoseOf(vendor), ...operations }) }),
			[API_CALL]: without(NAME, operations),
		},
	};
}

function diagnoseOf({ billing, diagnosis, displayName }: Vendor): Diagnose {
	const { requests = 0, sample: wanted } = diagnosis ?? {};
	const cost = `${requests} reading requests at most${billing === undefined ? '' : ', each of which is billed'}`;
	const sample: INodeProperties | undefined = wanted && {
		displayName: wanted.displayName,
		placeholder: wanted.placeholder,
		name: 'sampleKey',
		type: 'string',
		default: '',
		description: 'One that is there, to check what only a record can show; it is read and not changed',
	};
	return {
		kind: 'diagnose',
		description: `Check what the guide assumes of ${displayName} on your own system: ${cost}`,
		...(sample === undefined || wanted === undefined
			? {}
			: { sample: { parameter: sample, of: wanted.of }, parameters: [sample] }),
	};
}

/** What has no records of its own. */
const without = (one: string, operations: Resource['operations']): Resource => ({
	one,
	many: one,
	keys: [],
	fields: [],
	shape: { keys: [], sourceOnly: [] },
	reads: [],
	readsFor: () => undefined,
	simplify: (record) => record as ReturnType<Resource['simplify']>,
	idOf: () => undefined,
	keyOf: () => undefined,
	read: undefined,
	operations,
});

export const METHODS = ['DELETE', 'GET', 'POST', 'PUT'] as const;

const callParameters = ({ call: rule, displayName }: Vendor): INodeProperties[] => [
	{
		displayName: 'Allow Agents to Call the API',
		name: 'allowApiCalls',
		type: 'boolean',
		noDataExpression: true,
		default: false,
		description:
			'Whether an agent may send requests of its own. It can do all that the user of the credential can, deletions included.',
		displayOptions: { show: { '@tool': [true] } },
	},
	{
		displayName: 'Method',
		name: 'method',
		type: 'options',
		options: METHODS.map((method) => ({ name: method, value: method })),
		default: 'GET',
		description: `The HTTP method that the documentation of ${displayName} names`,
	},
	{
		displayName: 'Path',
		name: 'path',
		type: 'string',
		default: '',
		required: true,
		placeholder: rule === undefined ? '' : `e.g. ${rule.example}`,
		description: 'What follows the Base URL of the credential. Requests never leave that address.',
	},
	{
		displayName: 'Query Parameters',
		name: 'queryParameters',
		type: 'json',
		default: '{}',
		description: 'A JSON object of what follows the question mark; the credential adds what it has to itself',
	},
	{
		displayName: 'Body',
		name: 'body',
		type: 'json',
		default: '{}',
		description: 'JSON to send, an object or a list of objects',
		displayOptions: { show: { method: ['DELETE', 'POST', 'PUT'] } },
	},
	{
		displayName: 'Unwrap',
		name: 'unwrap',
		type: 'boolean',
		default: true,
		description: `Whether to return one item for each record of the answer, without what ${displayName} wraps around them. Otherwise one item holds the whole answer.`,
	},
];
