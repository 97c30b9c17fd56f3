import { ExpressionError, NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';

import { Fault, InputFault, toNodeError } from '../../nodes/shared/fault';
import type { FaultDetails, FaultKind, Secrecy } from '../../nodes/shared/fault';

const NODE: INode = {
	id: '1',
	name: 'EPASS',
	type: 'n8n-nodes-backoffice.epass',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
const SECRET = 'hunter22';
const secrecyFor = (secret: string, ...hidden: string[]): Secrecy => ({
	clean: (text) => text.split(secret).join('***'),
	hiddenFields: new Set(hidden),
});
const SECRECY = secrecyFor(SECRET, 'ssn', 'webpassword');
const convert = (thrown: unknown) => toNodeError(NODE, thrown, 3, SECRECY);
const fault = (details: Partial<FaultDetails> = {}) =>
	convert(new Fault({ kind: 'input', message: 'CUS-10029 City is missing.', ...details }));

/** Words for which n8n puts a message of its own in the place of the given one. */
const SWAPPED = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'ECONNABORTED', 'socket hang up'];

describe('n8n’s error for a fault', () => {
	it('begins with the vendor’s words and ends with the item', () => {
		const error = fault();
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error.message).toBe('CUS-10029 City is missing. [item 3]');
		expect(error.context.itemIndex).toBe(3);
		expect(error.node).toBe(NODE);
	});

	it('names no item where none is worked on', () => {
		const refused = new Fault({ kind: 'input', message: 'Refused' });
		expect(toNodeError(NODE, refused, undefined, SECRECY).message).toBe('Refused');
	});

	it.each(SWAPPED)('keeps the vendor’s words when they contain %s', (word) => {
		expect(fault({ message: `The vendor says ${word}` }).message).toBe(`The vendor says ${word} [item 3]`);
	});

	it.each([400, 401, 403, 404, 429, 500, 503])('keeps the vendor’s words beside HTTP %i', (status) => {
		const error = fault({ status });
		expect(error.message).toBe('CUS-10029 City is missing. [item 3]');
		expect(error).toHaveProperty('httpCode', String(status));
	});

	it('has no HTTP code where there was no answer', () => {
		expect(fault()).toHaveProperty('httpCode', null);
	});

	it('tells what to do', () => {
		expect(fault({ description: 'Fill in the city' }).description).toBe('Fill in the city');
	});

	it.each<[FaultKind, string | undefined]>([
		['rateLimit', 'rate-limited'],
		['unavailable', 'temporarily-unavailable'],
		['unreachable', 'temporarily-unavailable'],
		['interrupted', 'temporarily-unavailable'],
		['timeout', 'temporarily-unavailable'],
		['credential', 'credential-invalid'],
		['login', 'credential-invalid'],
		['input', undefined],
		['absent', undefined],
		['failed', undefined],
		['unknownOutcome', undefined],
		['cancelled', undefined],
	])('declares "%s" to n8n as %s', (kind, cause) => {
		expect(fault({ kind }).failure?.cause).toBe(cause);
	});

	it('tells n8n how long the vendor wants to be left alone, but not for a wrong credential', () => {
		expect(fault({ kind: 'rateLimit', retryAfterMs: 5000 }).failure).toEqual({
			cause: 'rate-limited',
			retryAfterMs: 5000,
		});
		expect(fault({ kind: 'credential', retryAfterMs: 5000 }).failure).toEqual({
			cause: 'credential-invalid',
		});
	});

	it('shows the answer’s body, an object as an object and text as text', () => {
		expect(fault({ body: { status: { code: 401 } } }).context.data).toEqual({
			body: { status: { code: 401 } },
		});
		expect(fault({ body: 'Bad gateway' }).context.data).toEqual({ text: 'Bad gateway' });
		for (const body of ['', null, undefined]) expect(fault({ body }).context).not.toHaveProperty('data');
	});

	it('cuts a long body to what can be looked at', () => {
		const { data } = fault({ body: { long: 'x'.repeat(100_000) } }).context;
		expect(JSON.stringify(data).length).toBeLessThan(5000);
	});
});

describe('secrets', () => {
	it('are blanked in message, advice and body', () => {
		const error = fault({
			message: `Wrong password ${SECRET}`,
			description: `Check ${SECRET}`,
			body: { echo: `Bearer ${SECRET}`, deep: [{ [SECRET]: 1 }] },
		});
		expect(error.message).toBe('Wrong password *** [item 3]');
		expect(JSON.stringify({ ...error, cause: error.cause })).not.toContain(SECRET);
		expect(error.context.data).toEqual({ body: { echo: 'Bearer ***', deep: [{ '***': 1 }] } });
	});

	it('are blanked before a text is cut, so that no beginning of one is left over', () => {
		const { data } = fault({ body: 'x'.repeat(3996) + SECRET }).context;
		expect(JSON.stringify(data)).not.toContain('hunt');
	});

	it.each([
		['a number', { id: 12345 }, '12345'],
		['punctuation of JSON', { a: 1, b: 2 }, ',"b'],
		['a word of JSON', { a: true }, 'true'],
	])('that are %s leave a body that can still be shown', (_, body, secret) => {
		const error = toNodeError(
			NODE,
			new Fault({ kind: 'input', message: 'Refused', body }),
			0,
			secrecyFor(secret),
		);
		expect(error.message).toBe('Refused [item 0]');
		expect(JSON.stringify(error.context.data)).toContain('***');
	});

	it('are blanked in whatever else is thrown', () => {
		for (const thrown of [
			new InputFault(`Bad ${SECRET}`, `Check ${SECRET}`),
			new Error(`Bad ${SECRET}`),
			new NodeOperationError(NODE, `Bad ${SECRET}`, { description: `Check ${SECRET}` }),
			`Bad ${SECRET}`,
		]) {
			const error = convert(thrown);
			expect(error.message).toBe('Bad *** [item 3]');
			expect(String(error.description)).not.toContain(SECRET);
		}
	});
});

describe('foreign words', () => {
	const FOREIGN = `<a href="https://evil.example">click</a><img src=x onerror=alert(1)>\u202e${'x'.repeat(100_000)}`;

	it.each([
		['a fault', new Fault({ kind: 'input', message: FOREIGN, description: FOREIGN })],
		['a broken rule', new InputFault(FOREIGN, FOREIGN)],
		['anything else', new Error(FOREIGN)],
	])('S19: of %s make no tag and are cut', (_, thrown) => {
		const { message, description } = convert(thrown);
		for (const shown of [message, String(description ?? '')]) {
			expect(shown).not.toMatch(/<[a-z/!?]|\u202e/i);
			expect(shown.length).toBeLessThan(20_000);
		}
		expect(message).toMatch(/… \[item 3\]$/);
	});
});

describe('an answer’s body', () => {
	const deep = (levels: number): unknown => {
		let value: unknown = 'end';
		for (let level = 0; level < levels; level++) value = { a: value };
		return value;
	};

	it.each([5000, 20_000])('S10: may be nested %i levels deep', (levels) => {
		const { data } = fault({ body: deep(levels) }).context;
		expect(data).toHaveProperty('text');
	});

	it.each([
		['at its top', { SSN: '123-45', Code: '1' }, { Code: '1' }],
		[
			'in a list, in small letters',
			{ Values: [{ Fields: { ssn: '123-45', Code: '1' } }] },
			{ Values: [{ Fields: { Code: '1' } }] },
		],
		['as an object', { WEBPASSWORD: { old: 'x' }, list: [[{ webPassword: 'y' }]] }, { list: [[{}]] }],
	])('S6: is shown without hidden fields %s', (_, body, shown) => {
		expect(fault({ body }).context.data).toEqual({ body: shown });
	});

	it('S6: is not shown at all where it cannot be read and names a hidden field', () => {
		const { data } = fault({ body: '{"Values":[{"Fields":{"Ssn":"123-45' }).context;
		expect(JSON.stringify(data)).not.toContain('123-45');
	});
});

describe('n8n’s error for what is no fault', () => {
	it.each(SWAPPED)('keeps the words when they contain %s', (word) => {
		for (const thrown of [new InputFault(`Customer "${word}"`), new Error(`Customer "${word}"`)]) {
			expect(convert(thrown).message).toBe(`Customer "${word}" [item 3]`);
		}
	});

	it('is an operation error with the advice of a broken rule', () => {
		const error = convert(new InputFault('Limit: "0" is not a whole number', 'Enter 50'));
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error).toMatchObject({
			message: 'Limit: "0" is not a whole number [item 3]',
			description: 'Enter 50',
		});
		expect(error.context.itemIndex).toBe(3);
	});

	it('is a new error for one of n8n’s own, with its words and its advice', () => {
		const own = new ExpressionError('Referenced node is unexecuted', { description: 'Run it first' });
		const error = convert(own);
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error).not.toBe(own);
		expect(error).toMatchObject({
			message: 'Referenced node is unexecuted [item 3]',
			description: 'Run it first',
		});
		expect(own.message).toBe('Referenced node is unexecuted');
	});

	it.each([
		['text', 'broken', 'broken [item 3]'],
		['nothing', undefined, 'undefined [item 3]'],
		['a number', 7, '7 [item 3]'],
	])('is made for %s too', (_, thrown, message) => {
		expect(convert(thrown)).toMatchObject({ message });
	});
});
