import { click } from '../n8n/workflows';
import type { TestNode } from '../n8n/workflows';
import type { PastedWorkflow } from './editor';

const placed = (nodes: TestNode[], at: (index: number) => [x: number, y: number]): PastedWorkflow['nodes'] =>
	nodes.map((node, index) => ({ typeVersion: 1, ...node, id: `pasted-${index}`, position: at(index) }));

const to = ({ name }: TestNode) => ({ node: name, type: 'main', index: 0 });

/** Nodes in one line behind a trigger. */
export const line = (...nodes: TestNode[]): PastedWorkflow => {
	const all = [click, ...nodes];
	return {
		nodes: placed(all, (index) => [index * 240, 0]),
		connections: Object.fromEntries(
			all.slice(1).map((node, index) => [(all[index] as TestNode).name, { main: [[to(node)]] }]),
		),
	};
};

/** Nodes below each other, all behind one trigger: ready to be executed one by one. */
export const fan = (nodes: TestNode[]): PastedWorkflow => ({
	nodes: placed([click, ...nodes], (index) => (index === 0 ? [0, 0] : [260, (index - 1) * 180])),
	connections: { [click.name]: { main: [nodes.map(to)] } },
});
