import '../../lab/engine/environment';
import { mapped } from '../../lab/n8n/workflows';

import type { IDataObject } from 'n8n-workflow';

import { AUTOMATIC, Rig } from './support';

const API = '/epass/api/v1/invoicing/invoice';
const KEYS = [
	...['id', 'invoiceCode', 'noteType', 'note', 'systemGenerated', 'scheduleDate', 'sentToSvcReqProvider'],
	...['userName', 'commentCode', 'commentDesc', 'tripNo', 'inPackage', 'updateHistory', 'userCreated'],
];

let rig: Rig;
beforeAll(async () => {
	rig = await Rig.start({ customers: 60 });
});
beforeEach(() => rig.reset());
afterAll(async () => await rig.close());

const byHand = (value: IDataObject): IDataObject => ({
	fields: mapped(value),
});
const note = (noteType: string, fields: IDataObject, code: unknown = '5827'): IDataObject => ({
	resource: 'invoiceNote',
	invoice: { __rl: true, mode: 'id', value: code } as IDataObject,
	noteType,
	...byHand(fields),
});

it('adds a note, and returns its ID with what was sent', async () => {
	const fields = { note: 'Call first', scheduleDate: '2099-01-31', sentToSvcReqProvider: false };
	const item = await rig.item('epass', 'create', note('note', fields));
	expect(Object.keys(item)).toEqual(KEYS);
	expect(item).toMatchObject({
		id: 4_988_226,
		invoiceCode: '5827',
		noteType: 'note',
		note: 'Call first',
		scheduleDate: '2099-01-31T00:00:00.000Z',
		sentToSvcReqProvider: false,
		commentCode: null,
	});
	expect(rig.sent('epass')).toEqual([
		{
			method: 'POST',
			path: `${API}/note/add`,
			query: {},
			body: {
				code: '5827',
				note: 'Call first',
				scheduleDate: '2099-01-31T00:00:00.000Z',
				sentToSvcReqProvider: false,
			},
		},
	]);
});

it('adds a comment, whose invoice has another name', async () => {
	const fields = { commentCode: 'No Refunds.', tripNo: 2, updateHistory: true };
	const item = await rig.item('epass', 'create', note('comment', fields));
	expect(item).toMatchObject({ id: 1_234_567, invoiceCode: '5827', noteType: 'comment', ...fields });
	expect(rig.sent('epass')).toMatchObject([
		{ path: `${API}/comment/add`, body: { invoiceCode: '5827', ...fields } },
	]);
});

it('maps a note of the input item automatically', async () => {
	await rig.item(
		'epass',
		'create',
		{ ...note('note', {}), ...AUTOMATIC },
		{ input: [{ note: 'Call first' }] },
	);
	expect(rig.sent('epass')[0]?.body).toEqual({ code: '5827', note: 'Call first' });
});

it('gives what was sent and answered in raw output', async () => {
	const item = await rig.item('epass', 'create', { ...note('note', { note: 'x' }), output: 'raw' });
	expect(item).toEqual({ noteType: 'note', code: '5827', note: 'x', ID: 4_988_226 });
});

describe('says before anything is sent', () => {
	it.each<[string, IDataObject, RegExp]>([
		['note', { userName: 'Ann' }, /^Fields: "Note" \(note\) is required for a note/],
		['note', { note: '\u00a0' }, /^Fields: (nothing is filled in|"Note" \(note\) is required for a note)/],
		['comment', { tripNo: 1 }, /^Fields: "Comment Code" \(commentCode\) is required for a comment/],
		[
			'note',
			{ note: 'x', commentCode: 'y' },
			/^Fields: "Comment Code" \(commentCode\) is for a comment, but/,
		],
		[
			'comment',
			{ commentCode: 'y', note: 'x' },
			/^Fields: "Note" \(note\) is for a note, but Note Type is comment/,
		],
		['comment', { commentCode: 'y', tripNo: 1.5 }, /^Fields: Trip Number \(tripNo\) must be a whole number/],
		["={{ 'memo' }}", { note: 'x' }, /^Note Type: "memo" is not one of note, comment/],
	])('what is wrong with a %s: %j', async (type, fields, message) => {
		const run = await rig.run('epass', 'create', note(type, fields));
		expect(run.error?.message).toMatch(message);
		expect(rig.requests('epass')).toEqual([]);
	});
});

it('gives the vendor’s own words for each item that it refuses, and adds the others', async () => {
	const run = await rig.run(
		'epass',
		'create',
		note('comment', { commentCode: '={{ $json.comment }}' }, '={{ $json.invoice }}'),
		{
			input: [
				{ invoice: '1', comment: 'WARRANTY' },
				{ invoice: '5827', comment: 'NOPE' },
				{ invoice: '5827', comment: 'WARRANTY' },
			],
			onError: 'continueRegularOutput',
		},
	);
	const words = 'One or more of the fields has an invalid or missing value.;';
	expect(run.json()).toMatchObject([
		{ error: `${words} InvoiceCode must be a valid Invoice Code. (invoice 1) [item 0]` },
		{ error: `${words} CommentCode must be a valid Comment Code. (invoice 5827) [item 1]` },
		{ commentCode: 'WARRANTY' },
	]);
});

it.each([
	['note', { note: 'Call first' }, 'the new note on invoice 5827'],
	['comment', { commentCode: 'WARRANTY' }, 'the new comment on invoice 5827'],
] as const)(
	'never sends a %s again whose answer is lost, and says where to look',
	async (type, fields, what) => {
		for (const kind of ['resetAfter', 'resetBefore', 'notJson'] as const) {
			rig.control.addFault({ vendor: 'epass', fault: { kind }, match: { pathIncludes: `/${type}/add` } });
			rig.control.clearRequests();
			const run = await rig.run('epass', 'create', note(type, fields));
			expect(run.error?.message).toMatch(/ - the record may have been saved all the same \[item 0\]$/);
			expect(run.error?.description).toBe(
				`Look in the vendor's system for ${what} before you run this item again`,
			);
			expect(rig.sent('epass')).toHaveLength(1);
		}
	},
);
