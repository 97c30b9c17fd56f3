import fc from 'fast-check';
import { parseJson as parseBytes } from '../../nodes/shared/json';

const parseJson = async (text: string): Promise<unknown> => await parseBytes(Buffer.from(text));

/** Long enough to be read part by part. */
const many = (record: (index: number) => unknown, count = 12_000): unknown[] =>
	Array.from({ length: count }, (_, index) => record(index));

const customer = (index: number) => ({
	CUSTOMER_CODE: `M-${index}`,
	CUSTOMER_NAME: index % 3 === 0 ? 'A "quoted" name, {"CUSTOMER_CODE": [1, 2]},' : null,
	BCITY: 'Łódź \\ ] } , [{"CUSTOMER_CODE":',
	BPOST: ' '.repeat(80),
	LINES: [{ CODE: 'P-1' }, { CODE: 'P-2', TAGS: [] }],
});

describe('the charset of an answer', () => {
	const people = { name: 'Jörg Müller', more: 'Größe' };
	const text = JSON.stringify(people);
	const long = JSON.stringify({ data: many(() => ({ ...people, even: 'more'.repeat(25) }), 8_000) });

	it.each([
		['iso-8859-1', 'latin1'],
		['Windows-1252', 'latin1'],
		['utf-16le', 'utf16le'],
		// Named by a server that did not look.
		['iso-8859-1', 'utf8'],
		['us-ascii', 'utf8'],
		['utf-8', 'utf8'],
		['nobody-knows-it', 'utf8'],
		// As JSON has to be.
		[undefined, 'utf8'],
		// And as some send it all the same.
		[undefined, 'latin1'],
		['utf-8', 'latin1'],
	] as const)('%s, for bytes in %s', async (charset, written) => {
		for (const each of [text, long]) {
			const parsed = await parseBytes(Buffer.from(each, written), undefined, charset);
			expect(parsed).toEqual(JSON.parse(each));
		}
	});

	it('takes the sign for no character as it is where it was sent', async () => {
		for (const each of ['\uFFFD', 'x\uFFFDö']) {
			expect(await parseJson(JSON.stringify({ each }))).toEqual({ each });
			const list = many((index) => ({ index, each: each.repeat(50) }));
			expect(await parseJson(JSON.stringify(list))).toEqual(list);
		}
	});
});

describe('a long JSON text', () => {
	it.each<[string, unknown]>([
		['a list', many(customer)],
		['a list in an envelope', { status: 'success', data: many(customer), subRecords: null }],
		['a list after another one', { warnings: [], codes: [1, 2], data: many(customer), more: [{ a: 1 }] }],
		['a list within an envelope', { result: { pages: 1, values: many(customer) }, ok: true }],
		[
			'records that hold records of their kind',
			many((index) => ({ ID: index, PARTS: many((id) => ({ ID: id }), 9) })),
		],
		['records that begin with different names', many((index) => ({ [`a${index}`]: 'x'.repeat(100) }))],
		['a list of lists', [many(customer, 6_000), many(customer, 6_000)]],
		['a list of texts', many((index) => `text ${index} ${'x'.repeat(90)}`)],
		['one long text', { text: 'x'.repeat(2_000_000) }],
		['a text that looks like a list', { a: '[{"x":1},{"x":2}]'.repeat(80_000), data: [{ x: 1 }] }],
		['a list after a short one of records', { messages: [{ text: 'hello' }], data: many(customer) }],
		['a record of its own', { data: many(customer)[0], text: 'y'.repeat(1_500_000) }],
	])('is read as JSON.parse reads it: %s', async (_, value) => {
		for (const text of [JSON.stringify(value), JSON.stringify(value, null, 2)]) {
			expect(text.length).toBeGreaterThan(1_000_000);
			expect(await parseJson(text)).toEqual(value);
		}
	});

	it.each([
		['cut off', (text: string) => text.slice(0, -1_000)],
		['with a rest', (text: string) => `${text}}`],
		['damaged in the middle', (text: string) => `${text.slice(0, 700_000)}\u0000${text.slice(700_001)}`],
	])('is refused as JSON.parse refuses it: %s', async (_, damage) => {
		const text = damage(JSON.stringify({ data: many(customer) }));
		await expect(parseJson(text)).rejects.toThrow(SyntaxError);
	});

	it('lets others have their turn in between', async () => {
		let turns = 0;
		const timer = setInterval(() => turns++, 1);
		await parseJson(JSON.stringify({ data: many(customer, 30_000) }));
		clearInterval(timer);
		expect(turns).toBeGreaterThan(5);
	});
});

it('a long text is read no further once nobody waits for it', async () => {
	const wanted = new AbortController();
	const text = Buffer.from(JSON.stringify({ data: many(customer, 30_000) }));
	const parse = jest.spyOn(JSON, 'parse');
	const reading = parseBytes(text, wanted.signal);
	// The first part is read at once, and the break after it has begun.
	expect(parse).toHaveBeenCalledTimes(1);
	wanted.abort();
	await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
	expect(parse).toHaveBeenCalledTimes(1);
	parse.mockRestore();
});

it('a byte order mark is no part of it', async () => {
	for (const value of [{ a: 1 }, { data: many(customer) }])
		expect(await parseJson(`\uFEFF${JSON.stringify(value)}`)).toEqual(value);
});

it('any JSON is read as JSON.parse reads it', async () => {
	await fc.assert(
		fc.asyncProperty(fc.json(), async (text) => {
			expect(await parseJson(text)).toEqual(JSON.parse(text));
		}),
	);
});
