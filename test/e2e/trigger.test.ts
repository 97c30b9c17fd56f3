import { setTimeout as sleep } from 'node:timers/promises';
import { Instance } from '../../lab/n8n/instance';
import { chain } from '../../lab/n8n/workflows';
import type { TestNode } from '../../lab/n8n/workflows';

/** n8n polls no more often than once a minute for each of these: here are as many as give one in two seconds. */
const EVERY_OTHER_SECOND = Array.from({ length: 30 }, (_, index) => ({
	mode: 'custom',
	cronExpression: `${index * 2} * * * * *`,
}));

const RECORDS = 30;
const KILLS = 2;

let instance: Instance;

beforeAll(async () => {
	instance = await Instance.create();
	const { id: epassId, name: epassName } = instance.credential('sandboxEpass');
	const { id: weevioId, name: weevioName } = instance.credential('sandboxWeevio');
	const trigger: TestNode = {
		name: 'New customer',
		type: 'n8n-nodes-backoffice.epassTrigger',
		parameters: {
			pollTimes: { item: EVERY_OTHER_SECOND },
			resource: 'customer',
			event: 'created',
		},
		credentials: { epassApi: { id: epassId, name: epassName } },
	};
	const upsert: TestNode = {
		name: 'Create or Update',
		type: 'n8n-nodes-backoffice.weevioPims',
		parameters: {
			resource: 'customer',
			operation: 'upsert',
			matchOn: 'BEMAIL',
			fields: { mappingMode: 'autoMapInputData', value: null, matchingColumns: [], schema: [] },
			// One after the other, so that it is in their middle that n8n is killed.
			options: { maxParallelRequests: 1, batchLookups: false },
		},
		credentials: { weevioPimsApi: { id: weevioId, name: weevioName } },
	};
	await instance.import([chain('trigger', trigger, upsert)]);
	const { rest } = await instance.start();
	await rest.publish('trigger');
});

afterAll(async () => await instance.remove());

/** How often a customer with each of these addresses is in Weevio. */
const copies = (emails: readonly string[]): number[] => {
	const found = instance.sandbox.control.created('weevio').map(({ BEMAIL: email }) => String(email));
	return emails.map((email) => found.filter((each) => each === email).length);
};

const insert = (email: string): void => {
	const [name = ''] = email.split('@');
	instance.sandbox.control.insert('epass', 'customer', { FirstName: 'Ada', LastName: name, Email: email });
};

describe('a trigger with Create or Update behind it', () => {
	it('begins when the workflow is published', async () => {
		// What is made before the first poll is where it starts from: until one comes, others are made.
		const probes: string[] = [];
		await instance.until('a new customer has come', async () => {
			const email = `probe-${probes.length}@example.com`;
			probes.push(email);
			insert(email);
			await sleep(1000);
			return copies(probes).includes(1);
		});
		expect(Math.max(...copies(probes))).toBe(1);
	});

	it('brings each new customer there once, although n8n is killed in the middle', async () => {
		instance.sandbox.control.setLatency(50);
		const all: string[] = [];
		for (let kill = 0; kill < KILLS; kill++) {
			const batch = Array.from({ length: RECORDS }, (_, index) => `life-${kill}-${index}@example.com`);
			all.push(...batch);
			batch.forEach(insert);
			await instance.until(
				'some of them have come',
				() => copies(batch).filter((times) => times > 0).length >= 3,
			);
			const arrived = copies(batch).filter((times) => times > 0).length;
			await instance.crash();
			expect(arrived).toBeLessThan(RECORDS);
		}
		await instance.until('all of them have come', () => copies(all).every((times) => times > 0));
		expect(copies(all)).toEqual(all.map(() => 1));
	});
});
