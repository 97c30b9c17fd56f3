import type { Locator, Page } from 'playwright-core';
import type { TestNode } from '../n8n/workflows';
import type { Theme } from './browser';
import { testOwner } from '../n8n/owner';
import { Stir } from './stir';

export interface PastedWorkflow {
	nodes: Array<TestNode & { id?: string; position?: [number, number] }>;
	connections: Record<string, unknown>;
}

export interface ShownError {
	message: string;
	description: string;
}

/** A part of the window, in pixels. */
export interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** One row of the output table, by its column's heading. */
export type Row = Record<string, string>;

/** n8n's editor as a person uses it. */
export class Editor {
	private readonly stir: Stir;

	constructor(
		readonly page: Page,
		private readonly url: string,
	) {
		this.stir = new Stir(page);
	}

	part(id: string): Locator {
		return this.page.getByTestId(id);
	}

	/** A click on what stays where it is: the editor draws parts of itself anew after what it waits for. */
	private async click(target: Locator): Promise<void> {
		await target.waitFor();
		await this.stir.over();
		await target.click();
	}

	async logIn({ email, password } = testOwner): Promise<void> {
		await this.page.goto(`${this.url}/signin`);
		await this.page.locator('input[name="emailOrLdapLoginId"]').fill(email);
		await this.page.locator('input[name="password"]').fill(password);
		await this.page.getByRole('button', { name: 'Sign in' }).click();
		await this.page.waitForURL('**/home/**');
	}

	// The theme

	/** What a person does who switches the whole system to dark or to light; the editor follows at once. */
	async wear(theme: Theme): Promise<void> {
		await this.page.emulateMedia({ colorScheme: theme });
	}

	/** Whether a part of the window is dark or light, measured on the background that shows through behind it. */
	async themeOf(part: Locator = this.page.locator('body')): Promise<Theme> {
		return await part.evaluate((element) => {
			const pixel = new OffscreenCanvas(1, 1).getContext('2d');
			if (!pixel) throw new Error('This browser does not draw');
			for (let behind: Element | null = element; behind; behind = behind.parentElement) {
				// The canvas understands every notation of a colour, and gives bytes back.
				pixel.fillStyle = getComputedStyle(behind).backgroundColor;
				pixel.clearRect(0, 0, 1, 1);
				pixel.fillRect(0, 0, 1, 1);
				const [red = 0, green = 0, blue = 0, opacity = 0] = pixel.getImageData(0, 0, 1, 1).data;
				if (opacity > 127) return Math.max(red, green, blue) < 128 ? 'dark' : 'light';
			}
			throw new Error('Nothing behind it has a background');
		});
	}

	/** File names of this package's icons that are to be seen; one that the browser could not draw is an error. */
	async icons(part: Locator = this.page.locator('body')): Promise<string[]> {
		const icons = part.locator('img[src*="/n8n-nodes-backoffice/"]:visible');
		await icons.first().waitFor();
		return await icons.evaluateAll(async (images) => {
			const names: string[] = [];
			for (const image of images as HTMLImageElement[]) {
				await image.decode();
				names.push(image.src.split('/').at(-1) ?? '');
			}
			return names;
		});
	}

	// The canvas

	/** Starts the editor anew: it knows then what has changed behind its back. */
	async reload(): Promise<void> {
		await this.page.goto(`${this.url}/workflow/new`);
		await this.part('canvas-plus-button').waitFor();
	}

	/** An empty canvas in the running editor; starting the editor takes seconds. */
	async newWorkflow(): Promise<void> {
		// An empty canvas before looks like the one that comes; its address is another.
		const before = this.page.url();
		await this.takeFromPlusMenu(
			'New workflow',
			this.page.waitForURL(({ href }) => href !== before),
		);
		await this.part('canvas-plus-button').waitFor();
	}

	private async takeFromPlusMenu(entry: string, arrival: Promise<void>): Promise<void> {
		await this.click(this.part('universal-add'));
		await this.click(this.page.getByRole('menuitem', { name: entry, exact: true }));
		// n8n only asks while it has not saved yet what is on the canvas.
		const leave = this.page.getByRole('button', { name: 'Leave without saving' });
		await Promise.race([arrival, leave.waitFor().catch(() => undefined)]);
		if (await leave.isVisible()) await this.click(leave);
		await arrival;
	}

	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.part('canvas-node').first().waitFor();
		await this.click(this.part('zoom-to-fit'));
	}

	/** Hides all but the canvas. @returns where its nodes and notes are, with a margin */
	async nodesAlone(): Promise<Box> {
		await this.page.addStyleTag({
			content: `body * { visibility: hidden; }
				.vue-flow, .vue-flow__background, .vue-flow__background *, .vue-flow__viewport * { visibility: visible; }
				[data-test-id^="execute-workflow-button"], [data-test-id^="execute-workflow-button"] * {
					visibility: hidden !important;
				}`,
		});
		await this.stir.over();
		const canvas = await this.page.locator('.vue-flow__pane').boundingBox();
		if (canvas === null) throw new Error('There is no canvas');
		return await this.page
			.locator('.vue-flow__node, .vue-flow__node *')
			.evaluateAll((parts, { x, y, width, height }) => {
				const MARGIN = 16;
				const boxes = parts
					.filter((part) => part.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
					.map((part) => part.getBoundingClientRect());
				const left = Math.max(x, Math.min(...boxes.map((box) => box.left)) - MARGIN);
				const top = Math.max(y, Math.min(...boxes.map((box) => box.top)) - MARGIN);
				const right = Math.min(x + width, Math.max(...boxes.map((box) => box.right)) + MARGIN);
				const bottom = Math.min(y + height, Math.max(...boxes.map((box) => box.bottom)) + MARGIN);
				return { x: left, y: top, width: right - left, height: bottom - top };
			}, canvas);
	}

	/** Ctrl-V of a workflow's JSON. */
	async paste(workflow: PastedWorkflow): Promise<void> {
		const before = await this.part('canvas-node').count();
		await this.page.evaluate((text) => {
			const clipboardData = new DataTransfer();
			clipboardData.setData('text/plain', text);
			document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
		}, JSON.stringify(workflow));
		await this.part('canvas-node')
			.nth(before + workflow.nodes.length - 1)
			.waitFor();
		await this.click(this.part('zoom-to-fit'));
	}

	/** Takes a node out of the panel and opens its actions. */
	private async takeNode(displayName: string): Promise<void> {
		await this.part('node-creator-search-bar').fill(displayName);
		await this.click(this.part('node-creator-item-name').getByText(displayName, { exact: true }).first());
	}

	/** Looks a node up in the panel, and takes one of its actions; n8n puts a trigger in front of it. */
	async addNode(displayName: string, action: string): Promise<void> {
		await this.click(this.part('canvas-plus-button'));
		await this.takeNode(displayName);
		await this.unfoldActions();
		await this.click(this.page.getByText(action, { exact: true }).first());
		await this.nodeIsOpen();
	}

	/**
	 * Where nothing starts the workflow yet, n8n shows a vendor's trigger first, and its actions folded up. Tells the
	 * number of entries that their heading names.
	 */
	private async unfoldActions(): Promise<number> {
		const heading = this.page.getByText(/^Actions \(\d+\)$/);
		const actions = this.page.locator('[data-category-collapsed]').filter({ has: heading });
		await actions.waitFor();
		await this.stir.over();
		const folded = (await actions.getAttribute('data-category-collapsed')) === 'true';
		if (folded) await this.click(heading);
		await actions.and(this.page.locator('[data-category-collapsed="false"]')).waitFor();
		return Number(/\d+/.exec(await heading.innerText())?.[0]);
	}

	/** The entries below "Actions" that are to be seen in the node panel. */
	private async offered(displayName: string): Promise<string[]> {
		const names = await this.part('node-creator-item-name').allTextContents();
		return names.map((name) => name.trim()).filter((name) => name !== displayName && !name.startsWith('On '));
	}

	/** Adds the first node of a workflow. */
	async addTrigger(name: string): Promise<void> {
		await this.click(this.part('canvas-plus-button'));
		await this.click(this.page.getByText(name, { exact: true }));
		await this.part('ndv').waitFor();
	}

	/** Takes a vendor's trigger out of the panel, as the first node of a workflow. */
	async addVendorTrigger(displayName: string, starts: string): Promise<void> {
		await this.click(this.part('canvas-plus-button'));
		await this.takeNode(displayName);
		await this.click(this.page.getByText(starts, { exact: true }));
		await this.part('ndv').waitFor();
		await this.part('parameter-input-event').waitFor();
	}

	/** Adds a node behind the last one. */
	async addAfter(displayName: string, action?: string): Promise<void> {
		await this.click(this.part('canvas-handle-plus'));
		await this.takeNode(displayName);
		if (action !== undefined) await this.click(this.page.getByText(action, { exact: true }));
		await this.part('ndv').waitFor();
	}

	/** The actions that the node panel offers for a node. */
	async actionsOf(displayName: string): Promise<string[]> {
		await this.click(this.part('canvas-plus-button'));
		await this.takeNode(displayName);
		const count = await this.unfoldActions();
		// n8n draws a long list some entries at a time.
		for (;;) {
			// Beside them is the node in the list that it was taken from.
			const actions = await this.offered(displayName);
			if (actions.length >= count) return actions.filter((name) => name !== 'Make custom API call');
			await this.page.evaluate(async () => await new Promise(requestAnimationFrame));
		}
	}

	node(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	async openNode(name: string): Promise<void> {
		await this.openAnyNode(name);
		await this.nodeIsOpen();
	}

	/** Of this package or not. */
	async openAnyNode(name: string): Promise<void> {
		await this.stir.over();
		await this.node(name).dblclick();
		await this.part('ndv').waitFor();
	}

	async closeNode(): Promise<void> {
		// An open drop-down lies over the button, and would take the click.
		await this.part('ndv-close-button').dispatchEvent('click');
		await this.part('ndv').waitFor({ state: 'hidden' });
	}

	/** Closes what n8n tells at the edge of the window. */
	async dismissNotices(): Promise<void> {
		await this.page
			.locator('.el-notification__closeBtn')
			.evaluateAll((buttons) => buttons.forEach((button) => (button as HTMLElement).click()));
		await this.page.locator('.el-notification').first().waitFor({ state: 'hidden' });
	}

	/** Back to the canvas from wherever a test has ended. */
	async leaveNode(): Promise<void> {
		if (await this.part('ndv').isVisible()) await this.closeNode();
	}

	private async nodeIsOpen(): Promise<void> {
		await this.part('ndv').waitFor();
		await this.part('parameter-input-operation').waitFor();
		// The fields come from the node; a list of customers is only read when it is opened.
		const mapper = this.part('resource-mapper-container');
		if ((await mapper.count()) > 0) await this.part('mapping-mode-select').waitFor();
	}

	// The parameters of an open node

	parameter(name: string): Locator {
		return this.part(`parameter-input-${name}`).first();
	}

	/** What is written in the panel, and what n8n has marked as wrong there. */
	async panel(): Promise<{ text: string; issues: number; values: string[] }> {
		// n8n takes over what is typed a moment later, and shows nowhere that it has.
		await this.stir.over();
		const panel = this.part('node-parameters');
		const values = await panel
			.locator('input, textarea')
			.evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
		return {
			text: await panel.innerText(),
			issues: await panel.getByTestId('parameter-issues').count(),
			values,
		};
	}

	/** The labels in the mapper, from top to bottom. */
	async fieldLabels(): Promise<string[]> {
		const labels = await this.part('mapping-fields-container').getByTestId('input-label').allInnerTexts();
		return labels
			.map((label) => label.split('\n')[0]?.trim() ?? '')
			.filter((label) => label !== '' && label !== 'Values to Send');
	}

	async fill(name: string, value: string): Promise<void> {
		const input = this.parameter(name).locator('input, textarea').first();
		await input.fill(value);
		await input.press('Tab');
	}

	/** Pastes an expression into a field of the mapper; the editor turns the field into one for expressions. */
	async pasteExpression(label: string, expression: string): Promise<void> {
		const field = this.part('mapping-fields-container')
			.locator('.parameter-item')
			.filter({ has: this.page.getByText(label, { exact: true }) })
			.getByTestId('parameter-input');
		await field.locator('input, textarea').first().click();
		await this.page.keyboard.insertText(expression);
		await field.locator('.cm-content').getByText(expression).waitFor();
	}

	/** Types a date as the picker shows dates. */
	async fillDate(name: string, value: string): Promise<void> {
		const input = this.parameter(name).locator('input').first();
		await input.click();
		await input.fill(value);
		await input.press('Enter');
	}

	async choose(name: string, option: string): Promise<void> {
		await this.openDropDown(name);
		await this.click(this.entry(option));
	}

	/** The entries that a drop-down offers. */
	async choices(name: string): Promise<string[]> {
		await this.openDropDown(name);
		const entries = this.entries();
		const names = await entries.evaluateAll((items) => items.map((item) => (item as HTMLElement).innerText));
		await this.page.keyboard.press('Escape');
		return names.map((name_) => name_.split('\n')[0]?.trim() ?? '');
	}

	/** The one before fades out slowly, and its entries would be taken for this one's. */
	private async openDropDown(name: string): Promise<void> {
		await this.entries().first().waitFor({ state: 'hidden' });
		await this.click(this.parameter(name));
		await this.entries().first().waitFor();
	}

	private entries(): Locator {
		return this.page.locator('.el-select-dropdown__item:visible');
	}

	private entry(name: string): Locator {
		return this.entries()
			.filter({ has: this.page.getByText(name, { exact: true }) })
			.first();
	}

	/** The credential that an open node uses. */
	async credential(): Promise<string> {
		return await this.part('node-credentials-select').locator('input').inputValue();
	}

	async chooseCredential(name: string): Promise<void> {
		await this.click(this.part('node-credentials-select'));
		await this.click(
			this.page.locator('[data-test-id^="node-credentials-select-item-"]').filter({ hasText: name }).first(),
		);
	}

	/** Opens the list of customers, types a filter, waits until the list shows the customer, and takes it. */
	async pickCustomer(filter: string, entry: string): Promise<void> {
		await this.click(this.part('rlc-input'));
		await this.part('rlc-item').first().waitFor();
		await this.part('rlc-search').fill(filter);
		// An email or a city may stand behind it.
		await this.click(this.part('rlc-item').filter({ hasText: entry }).first());
	}

	async enterCustomer(mode: string, value: string): Promise<void> {
		const modes = this.part('rlc-mode-selector');
		if ((await modes.locator('input').inputValue()) !== mode) {
			await this.click(modes);
			await this.click(this.entry(mode));
		}
		const input = this.part('rlc-input');
		await input.fill(value);
		await input.press('Tab');
	}

	/** Shows one more field of the mapper. */
	async addField(label: string): Promise<void> {
		await this.click(this.page.getByRole('button', { name: 'Add field to send' }));
		await this.click(this.page.getByRole('menuitem', { name: label, exact: true }));
	}

	/** Turns a switch on or off. */
	async toggle(name: string): Promise<void> {
		await this.click(this.parameter(name).locator('.el-switch, [role="switch"]').first());
	}

	/** Adds one of a node's options. */
	async addOption(label: string): Promise<void> {
		await this.click(this.part('node-parameters').getByPlaceholder('Add option', { exact: true }).last());
		await this.click(this.entry(label));
	}

	// Executing

	/** Clicks "Execute step" and waits for the output pane. */
	async execute(): Promise<void> {
		// n8n takes over what is typed a moment later, and shows nowhere that it has.
		await this.stir.over();
		const started = this.page.waitForResponse((response) =>
			/\/rest\/workflows\/[^/]+\/run/.test(response.url()),
		);
		await this.click(this.part('node-execute-button'));
		// Looked for where n8n shows it: looking through all texts of the page again and again takes much of its time.
		const refusal = this.page.locator('.el-notification', { hasText: 'Workflow execution cannot start' });
		await Promise.race([started, refusal.waitFor()].map(async (wait) => await wait.catch(() => undefined)));
		const output = this.part('output-panel');
		await output.getByTestId('ndv-executing').waitFor({ state: 'hidden' });
		// The second mark takes the first one's place when n8n writes the node's parameters down only now.
		const marks = output.locator('[data-test-id^="node-run-status-"], [data-test-id="node-run-info-stale"]');
		await marks.or(refusal).first().waitFor();
		if (await refusal.first().isVisible()) {
			throw new Error(await refusal.first().innerText());
		}
	}

	/** The items that the output pane's table shows, and how many there are in all. */
	async items(): Promise<{ total: number; rows: Row[] }> {
		const output = this.part('output-panel');
		if ((await output.getByTestId('node-error-message').count()) > 0) {
			throw new Error(`The output pane shows an error: ${(await this.error()).message}`);
		}
		await this.click(output.getByTestId('radio-button-table'));
		await output.locator('tbody tr td').first().waitFor();
		const heads = await output.locator('table thead th').allTextContents();
		const rows: Row[] = [];
		for (const row of await output.locator('table tbody tr').all()) {
			const cells = await row.locator('td').allTextContents();
			const named = cells.flatMap((cell, index) =>
				heads[index]?.trim() ? [[heads[index].trim(), cell.trim()]] : [],
			);
			rows.push(Object.fromEntries(named) as Row);
		}
		const count = await output.getByTestId('run-data-item-count').first().innerText();
		return {
			total: Number(/[\d,]+/.exec(count)?.[0]?.replace(',', '')),
			rows,
		};
	}

	/** What the node has to say about its run. */
	async hints(): Promise<string[]> {
		const hints = this.part('output-panel').getByTestId('node-hint');
		await hints.first().waitFor();
		return (await hints.allInnerTexts()).map((hint) => hint.trim());
	}

	async error(): Promise<ShownError> {
		const output = this.part('output-panel');
		await output.getByTestId('node-error-message').waitFor();
		const description = output.getByTestId('node-error-description');
		return {
			message: (await output.getByTestId('node-error-message').innerText()).trim(),
			description: (await description.count()) > 0 ? (await description.innerText()).trim() : '',
		};
	}

	/** The number of the workflow on the canvas, which n8n has saved. */
	workflowId(): string {
		return /\/workflow\/(\w+)/.exec(this.page.url())?.[1] ?? '';
	}

	/** Waits until n8n's list of the executions of the workflow on the canvas shows so many that succeeded. */
	async showsSuccesses(count: number): Promise<void> {
		await this.click(this.part('radio-button-executions'));
		await this.part('executions-sidebar')
			.getByText(/^Succeeded/)
			.nth(count - 1)
			.waitFor();
	}

	/** Makes the workflow start by itself: its webhook's production address works then, or its trigger asks. */
	async publish(): Promise<void> {
		await this.click(this.page.getByRole('button', { name: 'Publish', exact: true }));
		await this.click(this.part('workflow-publish-button'));
		await this.page.getByText('Workflow published', { exact: true }).waitFor();
		await this.click(this.page.getByRole('button', { name: 'Got it' }));
	}

	// Credentials

	async newCredential(type: string): Promise<void> {
		await this.takeFromPlusMenu('New credential', this.part('new-credential-type-select').waitFor());
		await this.part('new-credential-type-select').locator('input').fill(type);
		await this.click(this.part('new-credential-type-select-option').filter({ hasText: type }).first());
		await this.click(this.part('new-credential-type-button'));
		await this.part('editCredential-modal').waitFor();
	}

	/** Saves the open credential; n8n tests it then. */
	async saveCredential(): Promise<void> {
		// n8n takes over what is typed a moment later, and shows nowhere that it has.
		await this.stir.over();
		const tested = this.page.waitForResponse((response) => response.url().endsWith('/rest/credentials/test'));
		await this.click(this.part('credential-save-button').locator('button'));
		await tested;
	}

	async credentialSucceeds(): Promise<void> {
		await this.part('credentials-config-container-test-success').waitFor();
	}

	/** n8n shows its own sentence, and the vendor's behind "More details". */
	async credentialFails(words: string): Promise<void> {
		const banner = this.part('node-credentials-config-container');
		const shown = (text: string | RegExp): Locator => banner.getByText(text).filter({ visible: true });
		await shown(/Couldn.t connect with these settings/).waitFor();
		const more = shown('More details');
		const details = shown(words);
		await more.or(details).first().waitFor();
		if ((await more.count()) > 0) await this.click(more);
		await details.waitFor();
	}

	async closeCredential(): Promise<void> {
		await this.page.keyboard.press('Escape');
		await this.part('editCredential-modal').waitFor({ state: 'hidden' });
	}
}
