import { startSandbox, VENDORS } from '../../lab/sandbox';

const KEYS = {
	weevio: 'CUSTOMER_CODE',
	pdm: 'customer_id',
	manex: 'CUSTNO',
	guardant: '_id',
	epass: 'Code',
} as const;

describe('sandbox: data', () => {
	it('is the same for the same seed, and different for another', async () => {
		const [one, two, other] = await Promise.all([
			startSandbox({ customers: 50 }),
			startSandbox({ customers: 50 }),
			startSandbox({ customers: 50, seed: 7 }),
		]);
		for (const vendor of VENDORS) {
			expect(one.control.records(vendor)).toEqual(two.control.records(vendor));
			expect(one.control.records(vendor)).not.toEqual(other.control.records(vendor));
		}
		await Promise.all([one.close(), two.close(), other.close()]);
	});

	it('has unique keys and awkward values', async () => {
		const sandbox = await startSandbox();
		for (const vendor of VENDORS) {
			const records = sandbox.control.records(vendor);
			const keys = records.map((record) => record[KEYS[vendor]] as string | number);
			expect(records.length).toBeGreaterThanOrEqual(500);
			expect(new Set(keys).size).toBe(records.length);
			for (const key of keys.slice(0, 20)) expect(sandbox.control.record(vendor, key)).toBeDefined();
			const text = JSON.stringify(records);
			expect(text).toMatch(/[^\u0020-\u00ff]/);
			expect(text).toMatch(/\\"/);
			expect(text).toMatch(/Smith/);
		}
		await sandbox.close();
	});

	it('finds a customer among 100,000', async () => {
		const sandbox = await startSandbox({ customers: 100_000 });
		for (const vendor of VENDORS) {
			const records = sandbox.control.records(vendor);
			const last = records.at(-1) ?? {};
			expect(records.length).toBeGreaterThanOrEqual(100_000);
			expect(sandbox.control.record(vendor, last[KEYS[vendor]] as string | number)).toEqual(last);
			expect(sandbox.control.record(vendor, 'none')).toBeUndefined();
		}
		await sandbox.close();
	}, 60_000);
});
