export const code = (name: string): string => `\`${name}\``;

export const json = (item: object): string => ['```json', JSON.stringify(item, null, 2), '```'].join('\n');

export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const line = (cells: readonly string[]): string =>
		`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/**
 * A page with each section between its two markers.
 * @throws Error when a page has a marker that nothing is made for, or lacks one
 */
export function filledIn(page: string, sections: ReadonlyMap<string, string>, path: string): string {
	const seen = new Set<string>();
	const filled = page.replace(
		/<!-- generated:([\w.]+) -->[\s\S]*?<!-- \/generated -->/g,
		(_, name: string): string => {
			const content = sections.get(name);
			if (content === undefined) throw new Error(`${path}: nothing is generated for "${name}"`);
			seen.add(name);
			return `<!-- generated:${name} -->\n\n${content}\n\n<!-- /generated -->`;
		},
	);
	const missing = [...sections.keys()].filter((name) => !seen.has(name));
	if (missing.length > 0) throw new Error(`${path}: no marker for ${missing.join(', ')}`);
	return filled;
}
