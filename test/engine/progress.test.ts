import '../../lab/engine/environment';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { Poller } from '../../lab/engine/poller';
import { vendorOf } from '../../lab/vendors';
import type { NodeName } from '../../lab/vendors';
import { epass } from '../../nodes/Epass/vendor';
import { guardantStation } from '../../nodes/GuardantStation/vendor';
import { manexErp } from '../../nodes/ManexErp/vendor';
import { execute } from '../../nodes/shared/execute';
import type { Vendor } from '../../nodes/shared/vendor';
import { between, customer, numbered, ONE_BY_ONE, onReading, Rig } from './support';

const VENDORS: Partial<Record<NodeName, Vendor>> = { epass, guardantStation, manexErp };

/** A clock whose time passes when a test says so. */
class Clock {
	readonly waits: number[] = [];
	private ends = new AbortController();

	readonly timer = (milliseconds: number): AbortSignal => {
		this.waits.push(milliseconds);
		this.ends = new AbortController();
		return this.ends.signal;
	};

	/** What is waited for at present is over. */
	pass(): void {
		this.ends.abort();
	}
}

describe('a long run', () => {
	let rig: Rig;
	let clock: Clock;
	let log: string[];
	let shown: unknown[][];

	beforeAll(async () => {
		rig = await Rig.start({ customers: 60 });
	});
	beforeEach(() => {
		rig.reset();
		clock = new Clock();
		log = [];
		shown = [];
	});
	afterEach(() => jest.restoreAllMocks());
	afterAll(async () => await rig.close());

	function hear(context: IExecuteFunctions): void {
		jest.spyOn(context.logger, 'info').mockImplementation((message) => void log.push(message));
		jest.spyOn(context, 'sendMessageToUI').mockImplementation((...words) => void shown.push(words));
	}

	/** The node as it is, but for the clock and for who hears what it says. */
	function listen(node: NodeName, look: (context: IExecuteFunctions) => void = hear): void {
		const vendor = VENDORS[node];
		if (vendor === undefined) throw new Error(`No vendor ${node}`);
		between(rig, node, async (context) => {
			look(context);
			return await execute(context, vendor, clock.timer);
		});
	}

	/** Lets the time pass as some requests arrive, log-ins not counted. */
	function passAtRequest(node: NodeName, ...numbers: number[]): void {
		const { name } = vendorOf(node);
		rig.control.onRequest(({ vendor }) => {
			if (vendor === name && numbers.includes(rig.sent(name).length)) clock.pass();
		});
	}

	it('tells how much of a list it has read, every time that its time has passed', async () => {
		listen('epass');
		await rig.item('epass', 'get', customer('1000'));
		rig.control.clearRequests();
		clock.waits.length = 0;
		passAtRequest('epass', 4, 7);
		const parameters = { returnAll: true, options: { pageSize: 5 } };
		const run = await rig.run('epass', 'search', parameters);
		expect(run.json()).toHaveLength(60);
		const words = [
			'EPASS, Get many customers: 4 requests sent, 15 records read',
			'EPASS, Get many customers: 7 requests sent, 30 records read',
		];
		expect(log).toEqual(words.map((each) => expect.stringMatching(`^Node \\(execution \\d+\\): ${each}$`)));
		expect(shown).toEqual(words.map((each) => [each]));
		expect(clock.waits).toEqual([5_000, 10_000, 10_000]);
	});

	it('tells how many of its items are done, and how many were refused', async () => {
		listen('manexErp');
		passAtRequest('manexErp', 9);
		const input = numbered(20, (index) => (index === 3 ? 99_999 : 10 + index));
		await rig.run(
			'manexErp',
			'get',
			{ ...customer('={{ $json.key }}'), ...ONE_BY_ONE },
			{ input, onError: 'continueRegularOutput' },
		);
		expect(log).toEqual([
			expect.stringMatching(
				/: ManEx ERP, Get customer: 7 of 20 items done, 1 refused, 9 requests sent, 7 records read$/,
			),
		]);
	});

	it('tells how many items it has checked before it sends anything', async () => {
		let told = false;
		listen('manexErp', (context) => {
			hear(context);
			onReading(context, (item) => {
				if (item !== 12 || told) return;
				told = true;
				clock.pass();
			});
		});
		const input = numbered(20, (index) => 10 + index);
		// What n8n is asked for, for each item.
		const parameters = { ...customer('={{ $json.key + 0 }}'), ...ONE_BY_ONE };
		await rig.run('manexErp', 'get', parameters, { input });
		expect(log).toEqual([expect.stringMatching(/: ManEx ERP, Get customer: 12 of 20 items checked$/)]);
	});

	it('says nothing before its time, and nothing once it is over', async () => {
		listen('manexErp');
		await rig.item('manexErp', 'get', customer(10));
		clock.pass();
		expect(clock.waits).toEqual([5_000]);
		expect([log, shown]).toEqual([[], []]);
	});

	it('says nothing once it is over with an error', async () => {
		listen('manexErp');
		const run = await rig.run('manexErp', 'get', customer(99_999));
		expect(run.error).toBeDefined();
		clock.pass();
		expect(log).toEqual([]);
	});

	it.each([
		['has no log', { logger: undefined }],
		['knows no console of a browser', { sendMessageToUI: undefined }],
		[
			'fails to log',
			{
				logger: {
					info: () => {
						throw new Error('The disk is full');
					},
				},
			},
		],
	])('comes to its end where n8n %s', async (_, instead: IDataObject) => {
		listen('manexErp', (context) => {
			for (const [name, value] of Object.entries(instead)) Object.defineProperty(context, name, { value });
		});
		passAtRequest('manexErp', 2);
		const input = numbered(5, (index) => 10 + index);
		const run = await rig.run(
			'manexErp',
			'get',
			{ ...customer('={{ $json.key }}'), ...ONE_BY_ONE },
			{ input },
		);
		expect(run.json()).toHaveLength(5);
		expect(clock.waits).toEqual([5_000, 10_000]);
	});

	it('is told of a poll as well', async () => {
		const poller = new Poller(rig.engine, guardantStation, {
			type: 'n8n-nodes-backoffice.guardantStationTrigger',
			parameters: { output: 'simplified', resource: 'customer', event: 'created' },
			credentials: { guardantStationApi: 'guardantStationApi' },
		});
		poller.timer = clock.timer;
		passAtRequest('guardantStation', 1);
		await poller.activate();
		clock.pass();
		expect(poller.progress).toEqual([
			expect.stringMatching(
				/^Node.*: Guardant Station, looking for changes of customers: 1 request sent, 0 records read$/,
			),
		]);
		expect(clock.waits).toEqual([5_000, 10_000]);
	});
});
