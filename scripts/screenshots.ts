import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { canvasOf, catalogue } from '../lab/browser/catalogue';
import type { Box, Editor } from '../lab/browser/editor';
import { Session } from '../lab/browser/session';
import { readExamples } from '../lab/n8n/examples';
import { repository } from '../lab/repository';
import type { NodeName } from '../lab/vendors';

const help = `Makes the pictures of the documentation: each node's panel and each example workflow, light and dark.

  npm run screenshots -- [options]

  --folder <path>   where they go (default docs/images)
  --only <name>     this one alone, such as node-epass or example-web-order; may be given several times
  --help            this text
`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The operation that each node's picture shows. */
const shown: Record<NodeName, string> = {
	weevioPims: 'Weevio search',
	proDeliveryManager: 'PDM update',
	manexErp: 'ManEx create',
	guardantStation: 'Guardant orders',
	epass: 'EPASS search',
};

/** Larger ones make a repository heavy. */
const LARGEST_BYTES = 150_000;

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

class Camera {
	constructor(private readonly folder: string) {}

	/** Both themes of what the editor shows. @param part what is to be seen of it, if not the whole window */
	async take(editor: Editor, name: string, part?: () => Promise<Box>): Promise<void> {
		for (const theme of ['light', 'dark'] as const) {
			const path = join(this.folder, `${name}-${theme}.png`);
			await editor.wear(theme);
			await editor.icons();
			// Notices such as "Node executed successfully" are no part of the picture.
			await editor.dismissNotices();
			await editor.page.screenshot({
				path,
				animations: 'disabled',
				caret: 'hide',
				...(part ? { clip: await part() } : {}),
			});
			const { size } = await stat(path);
			say(`${path} (${Math.round(size / 1000)} KB)`);
			if (size > LARGEST_BYTES) throw new Error(`${path} is larger than ${LARGEST_BYTES / 1000} KB`);
		}
	}
}

type Wanted = (name: string) => boolean;

const photograph = async (
	session: Session,
	editor: Editor,
	camera: Camera,
	wanted: Wanted,
): Promise<void> => {
	for (const node of catalogue) {
		const name = `node-${kebab(node.node)}`;
		if (!wanted(name)) continue;
		session.instance.sandbox.control.reset();
		await editor.newWorkflow();
		await editor.paste(canvasOf(node, session.instance.credential(node.account.id)));
		await editor.openNode(shown[node.node]);
		await editor.execute();
		await editor.items();
		await camera.take(editor, name);
		await editor.leaveNode();
	}
	for (const { id } of readExamples()) {
		const name = `example-${kebab(id.replace('backoffice', '')).slice(1)}`;
		if (!wanted(name)) continue;
		await editor.openWorkflow(id);
		// Fitted exactly, the lowest names would be cut off.
		await editor.part('zoom-out-button').click();
		await camera.take(editor, name, async () => await editor.nodesAlone());
	}
};

const main = async (): Promise<void> => {
	const { values } = parseArgs({
		options: {
			folder: { type: 'string', default: join(repository, 'docs', 'images') },
			only: { type: 'string', multiple: true, default: [] },
			help: { type: 'boolean' },
		},
	});
	if (values.help) return say(help);
	await mkdir(values.folder, { recursive: true });
	const session = await Session.open({ workflows: readExamples() });
	try {
		const editor = await session.window({ width: 1280, height: 800 });
		await editor.logIn();
		const wanted: Wanted = (name) => values.only.length === 0 || values.only.includes(name);
		await photograph(session, editor, new Camera(values.folder), wanted);
	} finally {
		await session.close();
	}
};

main().catch((problem: unknown) => {
	process.stderr.write(
		`${problem instanceof Error ? (problem.stack ?? problem.message) : String(problem)}\n`,
	);
	process.exitCode = 1;
});
