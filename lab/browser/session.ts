import type { Browser, BrowserContext } from 'playwright-core';
import { Instance } from '../n8n/instance';
import type { N8nRest } from '../n8n/rest';
import { failurePicture, launchBrowser, openWindow } from './browser';
import type { WindowOptions } from './browser';
import { Editor } from './editor';

/** An n8n with sandboxes, and a browser in front of it. */
export class Session {
	private readonly windows: BrowserContext[] = [];

	private constructor(
		readonly instance: Instance,
		readonly rest: N8nRest,
		readonly url: string,
		private readonly browser: Browser,
		private current: Editor,
	) {
		this.keep(current);
	}

	/** @param workflows that n8n has from the beginning */
	static async open({
		workflows = [],
		...options
	}: WindowOptions & { workflows?: object[] } = {}): Promise<Session> {
		const instance = await Instance.create();
		try {
			const { rest, url } = await instance.start(workflows);
			const browser = await launchBrowser();
			const window = await openWindow(browser, options);
			const editor = new Editor(await window.newPage(), url);
			return new Session(instance, rest, url, browser, editor);
		} catch (problem) {
			await instance.remove();
			throw problem;
		}
	}

	get editor(): Editor {
		return this.current;
	}

	/** Another tab in the place of the one before, with an empty canvas: its editor knows all that n8n has now. */
	async renewTab(): Promise<void> {
		const used = this.editor.page;
		this.current = new Editor(await used.context().newPage(), this.url);
		await used.close();
		await this.editor.reload();
	}

	/** One more window, not logged in unless it is handed what another has kept. */
	async window(options: WindowOptions): Promise<Editor> {
		const context = await openWindow(this.browser, options);
		return this.keep(new Editor(await context.newPage(), this.url));
	}

	private keep(editor: Editor): Editor {
		const window = editor.page.context();
		this.windows.push(window);
		window.on('close', () => this.windows.splice(this.windows.indexOf(window), 1));
		return editor;
	}

	/** The work of a test; when it fails, pictures of the windows are kept. */
	readonly seen =
		(work: () => Promise<void>): (() => Promise<void>) =>
		async () => {
			try {
				await work();
			} catch (problem) {
				const name = expect.getState().currentTestName ?? 'unnamed';
				const pages = this.windows.flatMap((window) => window.pages());
				for (const [index, page] of pages.entries()) {
					const path = await failurePicture(`${index} ${name}`);
					await page.screenshot({ path }).catch(() => undefined);
				}
				throw problem;
			}
		};

	async close(): Promise<void> {
		for (const window of [...this.windows]) await window.close().catch(() => undefined);
		await this.browser.close();
		await this.instance.remove();
	}
}
