import { GUIDES, MEETINGS, messageRows, UNMET } from '../../lab/docs/messages';
import { vendors } from '../../lab/vendors';
import { Rig } from './support';

let rig: Rig;

beforeAll(async () => (rig = await Rig.start()));
beforeEach(() => rig.reset());
afterAll(async () => await rig.close());

describe.each(GUIDES)('the messages that %s explains', (guide) => {
	const known = [
		...MEETINGS.filter((meeting) => meeting.guide === guide).map(({ row }) => row),
		...UNMET.filter(([of]) => of === guide).map(([, row]) => row),
	];

	it('are each met by one run that is tried, or there is a reason', () => {
		const rows = messageRows(guide);
		expect(rows.length).toBeGreaterThan(5);
		expect(rows.filter((row) => known.filter((each) => row.includes(each)).length !== 1)).toEqual([]);
		expect(known.filter((each) => rows.filter((row) => row.includes(each)).length !== 1)).toEqual([]);
	});

	it.each(MEETINGS.filter((meeting) => meeting.guide === guide && meeting.otherUrl === undefined))(
		'say "$row"',
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
