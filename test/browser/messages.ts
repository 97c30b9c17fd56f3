import { GUIDES, MEETINGS } from '../../lab/docs/messages';
import type { Meeting } from '../../lab/docs/messages';
import type { StoredCredential } from '../../lab/n8n/examples';
import type { TestNode } from '../../lab/n8n/workflows';
import { vendors } from '../../lab/vendors';
import { line, session } from './shared';

/** Each message of the guides, as a person comes to read it in the editor. */
describe('a message that a guide explains', () => {
	/** What a person entered, by its words: n8n has to know of all of them before its editor starts. */
	const entered = new Map<Meeting, StoredCredential>();

	beforeAll(async () => {
		const { instance, rest } = session;
		for (const meeting of MEETINGS) {
			if (meeting.entered === undefined && meeting.account === undefined) continue;
			const { account, credential } = vendors[meeting.vendor];
			const right = instance.sandbox.credentials[meeting.account ?? account.key];
			const data = { ...right, ...meeting.entered?.({ ...right }) };
			const stored = { name: `${meeting.guide} ${meeting.words}`.slice(0, 120), type: credential, data };
			const { id } = await rest.must<{ id: string }>('POST', '/rest/credentials', stored);
			entered.set(meeting, { id, ...stored } as StoredCredential);
		}
	});

	beforeEach(async () => {
		session.instance.sandbox.control.reset();
		await session.editor.newWorkflow();
	});

	afterEach(async () => await session.editor.leaveNode());

	const nodeOf = (meeting: Meeting): TestNode => {
		const { account, node } = vendors[meeting.vendor];
		const { id, name, type } = entered.get(meeting) ?? session.instance.credential(account.id);
		const credentials = { [type]: { id, name } };
		if (meeting.otherUrl !== undefined)
			return {
				name: 'Node',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					url: meeting.otherUrl,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: type,
					options: {},
				},
				credentials,
			};
		return {
			name: 'Node',
			type: `n8n-nodes-backoffice.${node}`,
			parameters: { resource: 'customer', ...meeting.parameters },
			credentials,
		};
	};

	describe.each(GUIDES)('%s', (guide) => {
		// An editor that runs for long gets heavy: it keeps what it has shown.
		beforeAll(async () => await session.editor.reload());

		it.each(MEETINGS.filter((meeting) => meeting.guide === guide))('"$words"', async (meeting) => {
			await session.seen(async () => {
				const { editor, instance } = session;
				const { control } = instance.sandbox;
				const { at, before, fault, shows, vendor } = meeting;
				await editor.paste(line(nodeOf(meeting)));
				before?.(control);
				if (fault !== undefined) control.addFault({ vendor, fault, count: 1000, match: at });
				await editor.node('Node').dblclick();
				await editor.part('ndv').waitFor();
				await editor.execute();
				const { description, message } = await editor.error();
				expect(message).toMatch(shows);
				expect(`${message} ${description}`).not.toMatch(/undefined|\[object|status code/);
			})();
		});
	});
});
