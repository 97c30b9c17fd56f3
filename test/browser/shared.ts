import type { Theme } from '../../lab/browser/browser';
import { Session } from '../../lab/browser/session';

/** One n8n and one browser for all tests: starting them takes longer than most of what they are needed for. */
export let session: Session;

beforeAll(async () => {
	session = await Session.open();
	await session.editor.logIn();
});

afterAll(async () => await session?.close());

export const THEMES: readonly Theme[] = ['light', 'dark'];

/** The file that the package has for a node's type, and for its credential, in a theme. */
export const iconOf = (type: string, theme: Theme): string =>
	theme === 'dark' ? `${type}.dark.svg` : `${type}.svg`;
