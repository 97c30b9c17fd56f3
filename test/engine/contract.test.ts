import '../../lab/engine/environment';
import type { IDataObject, INode } from 'n8n-workflow';
import type { Fault, SandboxCredentials } from '../../lab/sandbox';
import type { EngineError, EngineRun } from '../../lab/engine/harness';
import { vendorOf } from '../../lab/vendors';
import { Rig, customer, ONE_BY_ONE } from './support';
import type { NodeName } from '../../lab/vendors';
import type { NodeCall } from './support';

/** Why a case does not exist for a vendor. */
interface Skipped {
	readonly because: string;
}

/** A sentence that a message must begin with: all of it, or a pattern. */
type Words = string | RegExp;

interface WrongCredential {
	readonly changes: IDataObject;
	readonly words: Words;
}

interface WrongItem {
	readonly operation: 'get' | 'create';
	/** The bad item beside two good ones; for a create, values laid over the good ones. */
	readonly bad: IDataObject;
	readonly words: Words;
}

/** What one vendor says and does where all vendors are held to the same contract. */
interface Contract {
	readonly title: string;
	readonly node: NodeName;
	readonly displayName: string;
	readonly from: keyof SandboxCredentials;
	readonly credentialChanges?: IDataObject;
	/** Three customers that exist. */
	readonly keys: readonly [string | number, string | number, string | number];
	readonly unknown: {
		readonly key: string | number;
		readonly words: string;
		readonly update: string | Skipped;
	};
	/** A value that an update may set. */
	readonly updatable: IDataObject;
	/** Part of the path of a look-up, which the faults match. */
	readonly lookUpPath: string;
	readonly loginPath: string | Skipped;
	readonly wrongSecret: WrongCredential;
	readonly wrongAccount: WrongCredential | Skipped;
	readonly wrongNumber: WrongItem | Skipped;
	readonly tooLong: WrongItem | Skipped;
	readonly notInList: WrongItem | Skipped;
	/** Values with which a customer can be created. */
	readonly creatable: IDataObject;
}

const TOO_LONG_NAME = 'x'.repeat(51);
const NO_LOGIN = { because: 'this vendor has no log-in: its credential goes with every call' };

const guardant = {
	node: 'guardantStation',
	displayName: 'Guardant Station',
	keys: [12, 8, 13],
	unknown: { key: 999_999, words: 'Customer not found: 999999', update: 'Customer not found: 999999' },
	updatable: { customerPhone: '1' },
	lookUpPath: '/customers/',
	wrongNumber: {
		operation: 'get',
		bad: { key: '8/../9' },
		words: 'Customer: the customer ID must be a whole number, not "8/../9"',
	},
	tooLong: { because: 'Guardant documents no lengths' },
	notInList: {
		operation: 'create',
		bad: { customerStatus: 7 },
		words: 'Fields: Status (customerStatus): "7" is not one of 0, 1',
	},
	creatable: { customerName: 'Name', customerStatus: 1 },
} satisfies Partial<Contract>;

const manex = {
	node: 'manexErp',
	displayName: 'ManEx ERP',
	from: 'manexErpApi',
	keys: ['0000000012', '0000000010', '0000000013'],
	unknown: {
		key: '0000099999',
		words: 'Customer does not exists: 0000099999',
		update: 'Customer does not exists: 0000099999',
	},
	updatable: { Phone: '1' },
	lookUpPath: '/Customer/Get',
	loginPath: NO_LOGIN,
	wrongSecret: { changes: { apiKey: 'WRONGKEY42' }, words: 'Invalid API Key.' },
	wrongAccount: { because: 'the API key alone is the account' },
	wrongNumber: {
		operation: 'get',
		bad: { key: '12a' },
		words: 'Customer: the customer number must be up to ten digits, not "12a"',
	},
	tooLong: {
		operation: 'get',
		bad: { key: '00000000010' },
		words: 'Customer: the customer number must be up to ten digits, not "00000000010"',
	},
	notInList: {
		operation: 'create',
		bad: { Status: 'Sleeping' },
		words: 'Fields: Status (Status): "Sleeping" is not one of Active, Inactive, Quote',
	},
	creatable: { Custname: 'Name', Status: 'Active' },
} satisfies Partial<Contract>;

const CONTRACTS: readonly Contract[] = [
	{
		title: 'Weevio PIMS',
		node: 'weevioPims',
		displayName: 'Weevio PIMS',
		from: 'weevioPimsApi',
		keys: ['M-1001', 'M-1000', 'M-2002'],
		unknown: { key: 'NOPE', words: 'Record not found: NOPE', update: 'CUSTOMER_CODE NOPE does not exist' },
		updatable: { BPHONE: '1' },
		lookUpPath: '/customers/single',
		loginPath: NO_LOGIN,
		wrongSecret: { changes: { apiSecret: 'a-wrong-secret' }, words: 'Invalid API ID or API Secret' },
		wrongAccount: { changes: { teamId: 'no-such-team' }, words: 'Invalid API ID or API Secret' },
		wrongNumber: { because: 'a customer code is text' },
		tooLong: { because: 'Weevio documents no lengths' },
		notInList: { because: 'Weevio documents no field with a list of values' },
		creatable: { CUSTOMER_NAME: 'Name' },
	},
	{
		title: 'Pro Delivery Manager',
		node: 'proDeliveryManager',
		displayName: 'Pro Delivery Manager',
		from: 'proDeliveryManagerApi',
		keys: [1410, 1408, 1411],
		unknown: {
			key: 7,
			words: 'No matching customer found: 7',
			update: 'No matching customer found: 7',
		},
		updatable: { tel_number_1: '1' },
		lookUpPath: '/GetCustomer',
		loginPath: '/GetSessionToken',
		wrongSecret: { changes: { apiKey: 'a-wrong-key' }, words: 'Invalid / inactive API key (code 202)' },
		wrongAccount: { changes: { companyId: 9002 }, words: 'Invalid / inactive company ID (code 201)' },
		wrongNumber: {
			operation: 'get',
			bad: { key: 'C001408' },
			words: 'Customer: the customer ID must be a whole number, not "C001408"',
		},
		tooLong: {
			operation: 'create',
			bad: { first_name: TOO_LONG_NAME },
			words: 'Fields: First Name (first_name) is 51 characters long; the vendor takes at most 50',
		},
		notInList: {
			operation: 'create',
			bad: { gender: 'Other' },
			words: 'Fields: Gender (gender): "Other" is not one of Female, Male',
		},
		creatable: {
			first_name: 'A',
			last_name: 'B',
			'address.line_1': 'C',
			'address.city': 'D',
			'address.postal_code': 'E',
			gender: 'Male',
		},
	},
	{ ...manex, title: 'ManEx ERP with query strings' },
	{ ...manex, title: 'ManEx ERP with JSON', credentialChanges: { requestFormat: 'json' } },
	{
		...guardant,
		title: 'Guardant Station with an access token',
		from: 'guardantStationApi',
		loginPath: { because: 'a ready access token needs no log-in' },
		wrongSecret: { changes: { accessToken: 'a-wrong-token' }, words: 'Authorization required' },
		wrongAccount: { because: 'the access token alone is the account' },
	},
	{
		...guardant,
		title: 'Guardant Station with a log-in',
		from: 'guardantStationLogin',
		loginPath: '/v1.0/login',
		wrongSecret: { changes: { password: 'a-wrong-password' }, words: 'Wrong login or password' },
		wrongAccount: { changes: { username: 'nobody' }, words: 'Wrong login or password' },
	},
	{
		title: 'EPASS',
		node: 'epass',
		displayName: 'EPASS',
		from: 'epassApi',
		keys: ['500002', '1000', '140773'],
		unknown: {
			key: 'NOPE',
			words: 'Customer not found: NOPE',
			update: { because: 'EPASS documents no change of a customer' },
		},
		updatable: {},
		lookUpPath: '/customer/customer',
		loginPath: '/authentication/login',
		wrongSecret: { changes: { password: 'a-wrong-password' }, words: 'Invalid user or password.' },
		wrongAccount: { changes: { organizationId: 'NOWHERE' }, words: 'Invalid user or password.' },
		wrongNumber: { because: 'a customer code is text' },
		tooLong: {
			operation: 'create',
			bad: { code: 'x'.repeat(21) },
			words: 'Fields: Code (code) is 21 characters long; the vendor takes at most 20',
		},
		notInList: { because: 'EPASS documents no field with a list of values' },
		creatable: { firstName: 'A', lastName: 'B', code: '' },
	},
];

/** Words that tell a person what to do. */
const ADVICE =
	/\b(add|ask|check|choose|correct|enter|fill in|look|map|open|pick|select|shorten|try again|wait)\b/i;

function expectSentence(message: unknown, item: number, words: Words): void {
	expect(message).toEqual(expect.stringMatching(new RegExp(` \\[item ${item}\\]$`)));
	const sentence = String(message)
		.replace(/ \[item \d+\]$/, '')
		// Where the run goes on, it is said which customer it was.
		.replace(/ \(customer [^()]+\)$/, '');
	if (typeof words === 'string') expect(sentence).toBe(words);
	else expect(sentence).toMatch(words);
	expect(sentence).not.toMatch(/[\r\n]|\[item|undefined|\[object|NaN/);
	expect(sentence).toMatch(/\w\W+\w/);
	expect(sentence.length).toBeLessThan(300);
}

function expectError(error: EngineError | undefined, item: number, words: Words): void {
	expectSentence(error?.message, item, words);
	expect(error?.context?.itemIndex).toBe(item);
	expect(error?.description).toEqual(expect.stringMatching(ADVICE));
	expect(error?.description).not.toMatch(/undefined|\[object/);
}

describe.each(CONTRACTS)('$title', (contract) => {
	const { displayName, keys, lookUpPath, node } = contract;
	const vendor = vendorOf(node).name;
	const VALID = 'valid';
	const WRONG = 'wrong';
	let rig: Rig;

	beforeAll(async () => {
		rig = await Rig.start({ customers: 60 });
	});
	beforeEach(() => prepare());
	afterAll(async () => await rig.close());

	function prepare(): void {
		rig.reset();
		rig.setCredential(VALID, node, { ...contract.credentialChanges }, contract.from);
	}

	function testUnless<Case extends object>(
		given: Case | Skipped | string,
		name: string,
		run: (given: Case) => Promise<void>,
	): void {
		if (typeof given === 'object' && 'because' in given)
			it.skip(`${name} (not here: ${given.because})`, () => undefined);
		else it(name, async () => await run(given as Case));
	}

	/** Three look-ups or creations, of which the second may be a bad one. */
	async function runThree(
		operation: 'get' | 'create',
		second: IDataObject | undefined,
		call: NodeCall = {},
	): Promise<EngineRun> {
		const { creatable } = contract;
		if (operation === 'get') {
			const input = keys.map((key, index) => ({ key, ...(index === 1 ? second : {}) }));
			const parameters = {
				...customer('={{ $json.key }}'),
				options: { ...(ONE_BY_ONE.options as IDataObject), maxRetries: 0 },
			};
			return await rig.run(node, operation, parameters, { credential: VALID, ...call, input });
		}
		const input = [0, 1, 2].map((index) => ({ ...creatable, ...(index === 1 ? second : {}) }));
		const expressions = Object.fromEntries(Object.keys(creatable).map((id) => [id, `={{ $json["${id}"] }}`]));
		const parameters = {
			...(await rig.mapped(node, operation, expressions)),
			extraFields: '={{ $json.extra }}',
			...ONE_BY_ONE,
		};
		return await rig.run(node, operation, parameters, { credential: VALID, ...call, input });
	}

	/** No secret that any credential of this test holds, session tokens included, in anything n8n keeps of a run. */
	function expectNoSecret(run: EngineRun): void {
		const kept = JSON.stringify(run.raw.data.resultData);
		const secrets = [VALID, WRONG].flatMap((id) => {
			if (id === WRONG && !hasWrong) return [];
			const { data } = rig.engine.credentials.get(id);
			return ['apiId', 'apiSecret', 'apiKey', 'accessToken', 'password', 'sessionToken', 'refreshToken'].map(
				(name) => data[name],
			);
		});
		for (const secret of secrets) {
			if (typeof secret === 'string' && secret !== '') expect(kept).not.toContain(secret);
		}
	}
	let hasWrong = false;
	beforeEach(() => {
		hasWrong = false;
	});

	/** Item 1 of three fails; under each of the three settings for errors, the engine must see the same. */
	async function expectSecondFails(
		operation: 'get' | 'create',
		second: IDataObject | undefined,
		words: Words,
		{ sentWhenStopped, before = () => undefined }: { sentWhenStopped: number; before?: () => void },
	): Promise<void> {
		before();
		const stopped = await runThree(operation, second);
		expect(stopped.finished).toBe(false);
		expectError(stopped.error, 1, words);
		expect(rig.sent(vendor)).toHaveLength(sentWhenStopped);
		expect(stopped.json()).toEqual([]);
		expectNoSecret(stopped);

		prepare();
		before();
		const regular = await runThree(operation, second, { onError: 'continueRegularOutput' });
		expect(regular.error).toBeUndefined();
		expect(regular.output().map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		const [first, failed, third] = regular.output();
		expect(Object.keys(failed ?? {}).sort()).toEqual(['json', 'pairedItem']);
		expect(Object.keys(failed?.json ?? {})).toEqual(['error']);
		expectSentence(failed?.json.error, 1, words);
		for (const good of [first, third]) {
			expect(good?.json).not.toHaveProperty('error');
			expect(good?.json.id).toEqual(expect.anything());
		}
		expectNoSecret(regular);

		prepare();
		before();
		const split = await runThree(operation, second, { onError: 'continueErrorOutput' });
		expect(split.error).toBeUndefined();
		expect(split.output().map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(split.json().map(({ id }) => id)).toEqual(
			operation === 'get' ? [keys[0], keys[2]] : [expect.anything(), expect.anything()],
		);
		const errors = split.output(undefined, 1);
		expect(errors.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
		expectSentence(errors[0]?.json.error, 1, words);
		expectNoSecret(split);
	}

	/** Every item fails, since something is wrong with the credential. */
	async function expectAllFail(call: NodeCall, words: Words, advice: RegExp = ADVICE): Promise<void> {
		const stopped = await runThree('get', undefined, call);
		expect(stopped.finished).toBe(false);
		expectError(stopped.error, 0, words);
		expect(stopped.error?.description).toMatch(advice);
		expectNoSecret(stopped);
		for (const onError of ['continueRegularOutput', 'continueErrorOutput'] as const satisfies ReadonlyArray<
			INode['onError']
		>) {
			const run = await runThree('get', undefined, { ...call, onError });
			expect(run.error).toBeUndefined();
			const failed = run.output(undefined, onError === 'continueErrorOutput' ? 1 : 0);
			expect(failed.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
			failed.forEach(({ json }, item) => expectSentence(json.error, item, words));
			if (onError === 'continueErrorOutput') expect(run.output()).toEqual([]);
			else expect(failed.map(({ json }) => Object.keys(json))).toEqual([['error'], ['error'], ['error']]);
			expectNoSecret(run);
		}
	}

	async function expectAllFailWith(changes: IDataObject, words: Words, advice?: RegExp): Promise<void> {
		hasWrong = true;
		rig.setCredential(WRONG, node, { ...contract.credentialChanges, ...changes }, contract.from);
		await expectAllFail({ credential: WRONG }, words, advice);
	}

	it('works with a valid credential, and shows no secret in its output', async () => {
		const run = await runThree('get', undefined);
		expect(run.error).toBeUndefined();
		expect(run.output().map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual(
			keys.map((key, item) => [key, { item }]),
		);
		expectNoSecret(run);
	});

	it('does nothing for no items', async () => {
		const run = await rig.run(node, 'get', customer('={{ $json.key }}'), { credential: VALID, input: [] });
		expect(run.error).toBeUndefined();
		expect(run.output()).toEqual([]);
		expect(rig.requests(vendor)).toEqual([]);
	});

	describe('with a wrong credential', () => {
		it('passes on what the vendor says to a wrong secret', async () => {
			await expectAllFailWith(contract.wrongSecret.changes, contract.wrongSecret.words);
		});

		testUnless(
			contract.wrongAccount,
			'passes on what the vendor says to a wrong account',
			async (given: WrongCredential) => {
				await expectAllFailWith(given.changes, given.words);
			},
		);

		it('asks for a credential when the node has none', async () => {
			await expectAllFail({ credential: null }, /credential/i);
			expect(rig.requests(vendor)).toEqual([]);
		});

		it('says that nobody answers at the base URL', async () => {
			await expectAllFailWith(
				{ baseUrl: 'http://127.0.0.1:1/api' },
				`${displayName} cannot be reached (ECONNREFUSED)`,
				/Base URL/,
			);
		});

		it('says that there is nothing at the base URL', async () => {
			await expectAllFailWith(
				{ baseUrl: `${rig.sandbox.url}/no/such/path` },
				/not found|HTTP 404/i,
				/Base URL/,
			);
		});

		it.each([
			['is no address', 'sandbox dot example', 'The Base URL of the credential is not a web address'],
			['is not of the web', 'file:///etc/passwd', 'The Base URL of the credential is not a web address'],
			['is empty', '', 'The Base URL of the credential is empty'],
			[
				'holds a user and a password',
				'http://user:hunter2@127.0.0.1/api',
				'The Base URL of the credential may hold no user name, password, question mark or hash',
			],
		])('refuses a base URL that %s, and sends nothing', async (_, baseUrl, words) => {
			await expectAllFailWith({ baseUrl }, words, /Base URL|address/);
			expect(JSON.stringify(rig.requests(vendor))).toBe('[]');
		});
	});

	describe('with a bad item among good ones', () => {
		it('passes on what the vendor says to an unknown customer', async () => {
			const { key, words } = contract.unknown;
			await expectSecondFails('get', { key }, words, { sentWhenStopped: 2 });
		});

		testUnless(
			contract.unknown.update,
			'passes on what the vendor says to a change of an unknown customer, and changes the others',
			async () => {
				const input = keys.map((key, index) => ({ key: index === 1 ? contract.unknown.key : key }));
				const run = await rig.run(
					node,
					'update',
					{
						...customer('={{ $json.key }}'),
						...(await rig.mapped(node, 'update', contract.updatable)),
						...ONE_BY_ONE,
					},
					{ credential: VALID, input, onError: 'continueErrorOutput' },
				);
				expect(run.output().map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
				expect(rig.control.counters()[vendor].updated).toBe(2);
				expectSentence(run.json(undefined, 1)[0]?.error, 1, String(contract.unknown.update));
			},
		);

		it.each([[''], ['   '], [null], [undefined]])(
			'asks for the key when it is %j, and sends nothing',
			async (key) => {
				await expectSecondFails('get', { key }, /^Customer: nothing is chosen or entered \(.+\)$/, {
					sentWhenStopped: 0,
				});
			},
		);

		testUnless(
			contract.wrongNumber,
			'refuses what is no number where one is due, and sends nothing',
			async ({ operation, bad, words }: WrongItem) => {
				await expectSecondFails(operation, bad, words, { sentWhenStopped: 0 });
			},
		);

		testUnless(
			contract.tooLong,
			'refuses a value that is too long, and sends nothing',
			async ({ operation, bad, words }: WrongItem) => {
				await expectSecondFails(operation, bad, words, { sentWhenStopped: 0 });
			},
		);

		testUnless(
			contract.notInList,
			'refuses a value that is not in the documented list, and sends nothing',
			async ({ operation, bad, words }: WrongItem) => {
				await expectSecondFails(operation, bad, words, { sentWhenStopped: 0 });
			},
		);

		it('says where JSON is malformed, and sends nothing', async () => {
			await expectSecondFails(
				'create',
				{ extra: '{"a": 1,}' },
				/^Extra Fields: this is not valid JSON \(.+\)$/,
				{ sentWhenStopped: 0 },
			);
		});

		it('says that JSON must be an object where it is a list, and sends nothing', async () => {
			await expectSecondFails('create', { extra: '[1]' }, 'Extra Fields must be a JSON object', {
				sentWhenStopped: 0,
			});
		});

		it('says that the limit is no number, and sends nothing', async () => {
			// Where the vendor has no list, the limit is not there either.
			const operations = rig.engine
				.nodeType(`n8n-nodes-backoffice.${node}`)
				.description.properties.find(({ name }) => name === 'operation');
			if (!JSON.stringify(operations).includes('"listOrders"')) return;
			const run = await rig.run(
				node,
				'listOrders',
				{ ...customer(keys[0]), limit: '={{ "many" }}' },
				{ credential: VALID },
			);
			expectError(run.error, 0, /^Limit: "many" is not a whole number from 1 on$/);
			expect(rig.requests(vendor)).toEqual([]);
		});

		it('refuses "selected" without fields, and sends nothing', async () => {
			const parameters = { ...customer(keys[0]), output: 'selected', outputFields: ' , ' };
			const run = await rig.run(node, 'get', parameters, { credential: VALID });
			expectError(run.error, 0, /^Output Fields is empty/);
			expect(rig.requests(vendor)).toEqual([]);
		});

		it('names the item whose expression fails, and sends nothing', async () => {
			await expectSecondFailsOnExpression();
		});
	});

	async function expectSecondFailsOnExpression(): Promise<void> {
		const input = keys.map((key, index) => (index === 1 ? { other: 1 } : { key: { deep: key } }));
		const parameters = { ...customer('={{ $json.key.deep.toString() }}'), ...ONE_BY_ONE };
		const run = await rig.run(node, 'get', parameters, { credential: VALID, input });
		expect(run.finished).toBe(false);
		expect(run.error?.message).toMatch(/^[^\n]+ \[item 1\]$/);
		expect(rig.requests(vendor)).toEqual([]);
		const split = await rig.run(node, 'get', parameters, {
			credential: VALID,
			input,
			onError: 'continueErrorOutput',
		});
		expect(split.json()).toHaveLength(2);
		expect(split.output(undefined, 1).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
	}

	const ANSWERS: ReadonlyArray<readonly [string, Fault, string]> = [
		['a web page', { kind: 'html' }, `${displayName} answered with a web page instead of data (HTTP 200)`],
		['empty', { kind: 'empty' }, `${displayName} sent an empty answer (HTTP 200)`],
		['no JSON', { kind: 'notJson' }, `${displayName} sent an answer that cannot be read (HTTP 200)`],
	];

	describe('with an answer that is not the vendor’s', () => {
		it.each(ANSWERS)('says that it is %s, for the item that got it', async (_, fault, words) => {
			await expectSecondFails('get', undefined, words, {
				sentWhenStopped: 2,
				before: () => rig.control.addFault({ vendor, fault, skip: 1, match: { pathIncludes: lookUpPath } }),
			});
		});

		it('passes on what the vendor says with an error of its own', async () => {
			await expectSecondFails('get', undefined, /^The moon is full\b/, {
				sentWhenStopped: 2,
				before: () =>
					rig.control.addFault({
						vendor,
						fault: { kind: 'vendorError', message: 'The moon is full' },
						skip: 1,
						match: { pathIncludes: lookUpPath },
					}),
			});
		});

		testUnless(
			contract.loginPath,
			'says what the log-in was answered with, and not that it was refused',
			async () => {
				for (const [, fault] of ANSWERS) {
					prepare();
					rig.control.addFault({
						vendor,
						fault,
						count: 99,
						match: { pathIncludes: String(contract.loginPath) },
					});
					await expectAllFail(
						{},
						new RegExp(`^${displayName} (?!refused).*(log-in|session)`),
						/Base URL|Check the credential/,
					);
				}
			},
		);
	});
});
