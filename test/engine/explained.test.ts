import { GUIDES, MEETINGS, messageRows, UNMET } from '../../lab/docs/messages';
import { vendors } from '../../lab/vendors';
import { Rig } from './support';

let rig: Rig;

beforeAll(async () => (rig = await Rig.start()));
beforeEach(() => rig.reset());
afterAll(async () => await rig.close());

describe.each(GUIDES)('the messages that %s explains', (guide) => {
	const met = MEETINGS.filter((meeting) => meeting.guide === guide).map(({ words }) => words);
	const unmet = UNMET.filter(([of]) => of === guide).map(([, words]) => words);

	it('are each met by a run that is tried, or there is a reason', () => {
		const rows = messageRows(guide);
		expect(rows.length).toBeGreaterThan(3);
		expect(rows.filter((row) => ![...met, ...unmet].some((words) => row.includes(words)))).toEqual([]);
		expect(unmet.filter((words) => !rows.some((row) => row.includes(words)))).toEqual([]);
	});

	it.each(MEETINGS.filter((meeting) => meeting.guide === guide && meeting.otherUrl === undefined))(
		'say "$words"',
		async ({ account, at, before, entered, fault, parameters, shows, vendor }) => {
			const { account: usual, node } = vendors[vendor];
			const from = account ?? usual.key;
			const right = { ...rig.sandbox.credentials[from] } as never;
			rig.setCredential('entered', node, (entered?.(right) ?? {}) as never, from);
			before?.(rig.control);
			if (fault !== undefined) rig.control.addFault({ vendor, fault, count: 1000, match: at });
			const { operation, ...rest } = parameters;
			const { error } = await rig.run(node, String(operation), rest as never, { credential: 'entered' });
			expect(error?.message).toMatch(shows);
		},
	);
});
