import { GUIDES, MEETINGS } from '../../lab/docs/messages';
import type { Meeting } from '../../lab/docs/messages';
import type { StoredCredential } from '../../lab/n8n/examples';
import { click, fan } from '../../lab/n8n/workflows';
import type { TestNode } from '../../lab/n8n/workflows';
import { vendors } from '../../lab/vendors';
import { session } from './shared';

/** How a person comes to a message. */
const wayTo = ({ before, entered, fault, otherUrl }: Meeting): string => {
	if (fault !== undefined) return fault.kind;
	if (otherUrl !== undefined) return 'another node';
	if (entered !== undefined) return 'a credential';
	return before === undefined ? 'parameters' : 'records';
};

/** Of each guide one for each way: engine tests hold the words of all, and n8n shows those of one way alike. */
const SHOWN = MEETINGS.filter(
	(meeting, index) =>
		MEETINGS.findIndex((each) => each.guide === meeting.guide && wayTo(each) === wayTo(meeting)) === index,
);

/** Messages of the guides, as a person comes to read them in the editor. */
describe('a message that a guide explains', () => {
	/** What a person entered, by its words: n8n has to know of all of them before its editor starts. */
	const entered = new Map<Meeting, StoredCredential>();

	beforeAll(async () => {
		const { instance, rest } = session;
		for (const meeting of SHOWN) {
			if (meeting.entered === undefined && meeting.account === undefined) continue;
			const { account, credential } = vendors[meeting.vendor];
			const right = instance.sandbox.credentials[meeting.account ?? account.key];
			const data = { ...right, ...meeting.entered?.({ ...right }) };
			const stored = { name: `${meeting.guide} ${meeting.words}`.slice(0, 120), type: credential, data };
			const { id } = await rest.must<{ id: string }>('POST', '/rest/credentials', stored);
			entered.set(meeting, { id, ...stored } as StoredCredential);
		}
		await session.renewTab();
	});

	beforeEach(() => session.instance.sandbox.control.reset());

	afterEach(async () => await session.editor.leaveNode());

	const nodeOf = (meeting: Meeting, name: string): TestNode => {
		const { account, node } = vendors[meeting.vendor];
		const credential = entered.get(meeting) ?? session.instance.credential(account.id);
		const credentials = { [credential.type]: { id: credential.id, name: credential.name } };
		if (meeting.otherUrl !== undefined)
			return {
				name,
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					url: meeting.otherUrl,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: credential.type,
					options: {},
				},
				credentials,
			};
		return {
			name,
			type: `n8n-nodes-backoffice.${node}`,
			parameters: { resource: 'customer', ...meeting.parameters },
			credentials,
		};
	};

	describe.each(GUIDES)('%s', (guide) => {
		const nodes = SHOWN.filter((meeting) => meeting.guide === guide).map((meeting, index) => ({
			meeting,
			name: `Node ${index + 1}`,
		}));

		beforeAll(async () => {
			await session.editor.newWorkflow();
			await session.editor.paste(
				fan('messages', click, ...nodes.map(({ meeting, name }) => nodeOf(meeting, name))),
			);
		});

		it.each(nodes)('"$meeting.words"', async ({ meeting, name }) => {
			await session.seen(async () => {
				const { at, before, fault, shows, vendor } = meeting;
				const { editor, instance } = session;
				const { control } = instance.sandbox;
				before?.(control);
				if (fault !== undefined) control.addFault({ vendor, fault, count: 1000, match: at });
				await editor.openAnyNode(name);
				await editor.execute();
				const { description, message } = await editor.error();
				expect(message).toMatch(shows);
				// Of the HTTP Request node's errors n8n shows no description.
				if (meeting.otherUrl === undefined) expect(description).not.toBe('');
				expect(`${message} ${description}`).not.toMatch(/undefined|\[object|status code/);
				if (wayTo(meeting) === 'parameters' && meeting.parameters.operation === 'get') {
					// The item that asked, and what a person can do about it.
					expect(message).toMatch(/\[item 0\]$/);
					expect(description).toMatch(/check/i);
				}
			})();
		});
	});
});
