import type { Theme } from '../../lab/browser/browser';
import type { PastedWorkflow } from '../../lab/browser/editor';
import { click } from '../../lab/n8n/workflows';
import type { TestNode } from '../../lab/n8n/workflows';
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

/** Nodes in one line behind a trigger. */
export const line = (...nodes: TestNode[]): PastedWorkflow => ({
	nodes: [click, ...nodes].map((node, index) => ({
		typeVersion: 1,
		...node,
		id: `pasted-${index}`,
		position: [index * 240, 0] as [number, number],
	})),
	connections: Object.fromEntries(
		nodes.map((node, index) => [
			([click, ...nodes][index] as TestNode).name,
			{ main: [[{ node: node.name, type: 'main', index: 0 }]] },
		]),
	),
});
