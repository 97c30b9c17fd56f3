import fc from 'fast-check';

/** Keys that the vendors' envelopes use, and keys that JavaScript itself takes for something. */
const KEYS = [
	'status',
	'data',
	'subRecords',
	'code',
	'details',
	'customer',
	'customers',
	'orders',
	'Code',
	'Message',
	'MessageDetail',
	'IsValidUser',
	'ResponseObject',
	'success',
	'Success',
	'keys',
	'table',
	'fields',
	'fieldName',
	'fieldValue',
	'messages',
	'Messages',
	'HttpStatusCode',
	'Result',
	'Results',
	'Values',
	'Fields',
	'Customer',
	'Invoice',
	'Paging',
	'PagesRemaining',
	'LargestID',
	'error',
	'message',
	'_id',
	'CUSTNO',
	'address',
	'__proto__',
	'constructor',
	'toString',
	'valueOf',
	'toJSON',
	'length',
];
const VALUES = [
	'success',
	'Customer',
	'Customer not found.',
	'false',
	'200',
	'101',
	'',
	' ',
	200,
	101,
	403,
	0,
	-1,
	NaN,
	true,
	false,
	null,
];

const asText = (value: unknown): string => JSON.stringify(value);

/**
 * Any JSON object, with a preference for what the vendors send. Built as text and parsed like an answer, so
 * that `__proto__` is an own key.
 */
export const json: fc.Arbitrary<unknown> = fc
	.letrec<{ value: string; object: string }>((tie) => ({
		value: fc.oneof(
			{ maxDepth: 3, withCrossShrink: true },
			fc.constantFrom(...VALUES).map(asText),
			fc.string().map(asText),
			fc.double().map(asText),
			tie('object'),
			fc.array(tie('value'), { maxLength: 3 }).map((list) => `[${list.join(',')}]`),
		),
		object: fc
			.array(fc.tuple(fc.oneof(fc.constantFrom(...KEYS), fc.string()), tie('value')), { maxLength: 5 })
			.map((entries) => `{${entries.map(([key, value]) => `${asText(key)}:${value}`).join(',')}}`),
	}))
	.object.map((text) => JSON.parse(text) as unknown);
