import type { Browser, Page } from 'playwright-core';
import { launchBrowser, openWindow } from '../../lab/browser/browser';
import { startSandbox } from '../../lab/sandbox';
import type { Sandbox } from '../../lab/sandbox';
import { vendorList } from '../../lab/vendors';

let sandbox: Sandbox;
let browser: Browser;
let page: Page;

beforeAll(async () => {
	sandbox = await startSandbox({ customers: 60 });
	browser = await launchBrowser();
});

afterAll(async () => {
	await browser?.close();
	await sandbox?.close();
});

const open = async (theme: 'light' | 'dark' = 'light'): Promise<void> => {
	const context = await openWindow(browser, { theme });
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	page = await context.newPage();
	await page.goto(sandbox.url);
	await page.getByRole('heading', { name: 'Weevio PIMS (sandbox)' }).waitFor();
};

afterEach(async () => {
	await page.context().close();
	sandbox.control.reset();
});

/** One customer of Guardant Station is asked for, as by a workflow. */
const ask = async (): Promise<number> => {
	const { baseUrl, accessToken } = sandbox.credentials.guardantStationApi;
	const headers = { Authorization: `Bearer ${accessToken}` };
	return (await fetch(`${baseUrl}/customers/4`, { headers })).status;
};

const choose = async (vendor: string): Promise<void> => {
	await page.getByRole('button', { name: vendor, exact: true }).click();
	await page.getByRole('heading', { name: `${vendor} (sandbox)` }).waitFor();
};

describe("the page at the sandbox's address", () => {
	it('shows what to enter in n8n for each of the five vendors, and copies it', async () => {
		await open();
		for (const [vendor, values] of [
			['Weevio PIMS', sandbox.credentials.weevioPimsApi],
			['Pro Delivery Manager', sandbox.credentials.proDeliveryManagerApi],
			['ManEx ERP', sandbox.credentials.manexErpApi],
			['Guardant Station', sandbox.credentials.guardantStationLogin],
			['EPASS', sandbox.credentials.epassApi],
		] as const) {
			await choose(vendor);
			await page.getByText(values.baseUrl, { exact: true }).first().waitFor();
		}
		await page.getByRole('button', { name: 'Copy User ID' }).click();
		await page.getByText('Copied', { exact: true }).waitFor();
		expect(await page.evaluate(async () => await navigator.clipboard.readText())).toBe(
			sandbox.credentials.epassApi.userId,
		);
	});

	it('shows the newest customers, those with a text, and one in full', async () => {
		await open();
		await choose('Guardant Station');
		sandbox.control.insert('guardant', 'customer', { companyname: 'Bletchley <b>Park</b>' });
		await page.getByRole('searchbox').fill('bletchley');
		await page.getByText('1 customer', { exact: true }).waitFor();
		// A name is text, whatever it looks like.
		await page.getByRole('cell', { name: 'Bletchley <b>Park</b>' }).waitFor();
		await page.locator('#customers button').click();
		expect(await page.getByRole('dialog').innerText()).toContain('"companyname": "Bletchley <b>Park</b>"');
		await page.getByRole('button', { name: 'Close' }).click();
		await page.getByRole('searchbox').fill('');
		await page.getByText('The newest 10: search for others').waitFor();
	});

	it('shows nothing of another vendor while the customers of the chosen one are read', async () => {
		await open();
		await page.locator('#customers tr').first().waitFor();
		let answer = (): void => undefined;
		const held = new Promise<void>((resolve) => (answer = resolve));
		await page.route('**/control/records/epass?*', async (route) => {
			await held;
			await route.continue();
		});
		await choose('EPASS');
		expect(await page.locator('#customers tr, #columns tr').count()).toBe(0);
		answer();
		await page.locator('#customers tr').first().waitFor();
	});

	it('adds a customer of each vendor, and shows it first', async () => {
		await open();
		for (const { displayName, name } of vendorList) {
			await choose(displayName);
			const before = sandbox.control.records(name).length;
			const newest = page.locator('#customers td').first();
			const shown = await newest.innerText();
			await page.getByRole('button', { name: 'Add one', exact: true }).click();
			await newest.filter({ hasNotText: shown }).waitFor();
			expect(sandbox.control.records(name)).toHaveLength(before + 1);
		}
	});

	it('shows what was asked without its secrets, switches faults on, and puts all back', async () => {
		await open();
		await choose('Guardant Station');
		await page.getByLabel('What happens').selectOption({ label: 'Answers with status 503' });
		await page.getByLabel('for the next').fill('2');
		await page.getByRole('button', { name: 'Switch on' }).click();
		await page.getByText('Guardant Station: Answers with status 503 (2 requests left)').waitFor();
		expect(await ask()).toBe(503);
		const asked = page
			.locator('summary')
			.filter({ hasText: '/guardant/v1.0/customers/4 → 503 (fault: status)' });
		await asked.click();
		const request = await page.locator('details[open]').innerText();
		expect(request).toContain('"authorization": "***"');
		expect(request).not.toContain(sandbox.credentials.guardantStationApi.accessToken);
		await page.getByText('(1 request left)').waitFor();
		await page.getByRole('button', { name: 'Reset' }).click();
		await asked.waitFor({ state: 'detached' });
		await page.getByText('(1 request left)').waitFor({ state: 'detached' });
		expect(await ask()).toBe(200);
	});

	it('offers no fault that the sandbox does not know', async () => {
		await open();
		const offered = await page
			.locator('#kind option')
			.evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
		expect(offered.length).toBeGreaterThan(5);
		for (const fault of offered) {
			const answer = await fetch(`${sandbox.url}/control/faults`, {
				method: 'POST',
				body: `{"vendor":"epass","fault":${fault}}`,
			});
			expect([fault, answer.status]).toEqual([fault, 200]);
		}
	});

	it.each([
		['light', 'rgb(246, 247, 249)'],
		['dark', 'rgb(20, 22, 26)'],
	] as const)('is %s where the system is', async (theme, colour) => {
		await open(theme);
		expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(colour);
	});
});
