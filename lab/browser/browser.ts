import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, selectors } from 'playwright-core';
import type { Browser, BrowserContext } from 'playwright-core';
import { PATIENCE_MS } from '../n8n/process';
import { repository } from '../repository';

export type Theme = 'light' | 'dark';

/** Where Debian, Ubuntu, Fedora, macOS and Windows keep a Chromium or a Chrome. */
const PLACES = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const executablePath = (): string => {
	const wanted = process.env.CHROMIUM;
	const found = wanted ?? PLACES.find((place) => existsSync(place));
	if (found === undefined)
		throw new Error('No Chromium found: install one, or name it in the variable CHROMIUM');
	return found;
};

/** n8n's editor marks its parts for tests with this attribute. */
selectors.setTestIdAttribute('data-test-id');

export const launchBrowser = async (): Promise<Browser> =>
	await chromium.launch({
		executablePath: executablePath(),
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
			// The editor makes much that it soon lets go of: with little room Chromium clears up all the time.
			'--js-flags=--min-semi-space-size=64',
		],
	});

export interface WindowOptions {
	theme?: Theme;
	width?: number;
	height?: number;
	/** What another window has kept of n8n, its log-in among it. */
	kept?: Awaited<ReturnType<BrowserContext['storageState']>>;
}

/** A window of its own: no cookies unless they are handed in, and an n8n that takes its theme from the system, as it does unless told otherwise. */
export const openWindow = async (
	browser: Browser,
	{ kept, theme = 'light', width = 1400, height = 1000 }: WindowOptions = {},
): Promise<BrowserContext> => {
	const context = await browser.newContext({
		viewport: { width, height },
		locale: 'en-GB',
		colorScheme: theme,
		reducedMotion: 'reduce',
		...(kept === undefined ? {} : { storageState: kept }),
	});
	context.setDefaultTimeout(PATIENCE_MS);
	return context;
};

/** Pictures of what went wrong, out of version control. */
export const failurePicture = async (name: string): Promise<string> => {
	const folder = join(repository, '.tmp');
	await mkdir(folder, { recursive: true });
	return join(folder, `browser-${name.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 120)}.png`);
};
