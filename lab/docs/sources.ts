import type { IDataObject } from 'n8n-workflow';

import type { Source, Yields } from '../../nodes/shared/sources';
import { nested } from '../../nodes/shared/values';
import type { RecordKey } from '../../nodes/shared/wire';
import { code } from './markdown';

/** How one value follows from a record: what may go in, and what comes out. */
export interface Mapping {
	readonly reads: readonly string[];
	of(record: IDataObject): unknown;
}

export interface OutputKey extends Mapping {
	readonly key: string;
}

/** The keys of a simplified output, each with how it follows from a record. */
export const outputKeys = ({ reads, shape, simplify }: Yields, parent: RecordKey): OutputKey[] =>
	shape.keys.map((key) => ({ key, reads, of: (record) => simplify(record, parent)[key] }));

/** Of a source that does not depend on whose list a record is in. */
export const mappingOf = ({ of, reads }: Source<unknown>): Mapping => ({
	reads,
	of: (record) => of(record, ''),
});

/** A value that a mapping takes something from, with one that it takes. */
interface Probed {
	readonly name: string;
	readonly probe: unknown;
}

/** One value of each sort that a mapping may look for; `mark` tells them apart in what comes out. */
const probes = (mark: number): unknown[] => [
	`Ann${mark} Lee${mark}`,
	60 + mark,
	`20${mark}-01-15`,
	true,
	[{ line: mark }],
	{ part: true },
	// A word that says yes or no.
	'Active',
];

/** Marks of two digits: none is found within another. */
const FIRST_MARK = 10;

const together = (probed: readonly Probed[]): IDataObject =>
	nested(Object.fromEntries(probed.map(({ name, probe }) => [name, probe])));

/** The values that alone already change what comes out. */
function probedBy({ of, reads }: Mapping): Probed[] {
	const result = (record: IDataObject): string => JSON.stringify(of(record) ?? null);
	const nothing = result({});
	return reads.flatMap((name, index) => {
		const probe = probes(FIRST_MARK + index).find((value) => {
			return result(together([{ name, probe: value }])) !== nothing;
		});
		return probe === undefined ? [] : [{ name, probe }];
	});
}

/** What comes out when everything is there. */
export const sampleOf = (mapping: Mapping): unknown => mapping.of(together(probedBy(mapping)));

/** Where a value comes from, in words, the first choice first: `or else` for the next, `and` for what is joined. */
export function choicesOf(mapping: Mapping): string[] {
	const choices: string[] = [];
	let left = probedBy(mapping);
	while (left.length > 0) {
		const result = String(mapping.of(together(left)));
		const seen = left.filter(({ probe }) => partsOf(probe).some((part) => result.includes(part)));
		const used = seen.length > 0 ? seen : left.slice(0, 1);
		const words = used.map(({ name, probe }) => {
			const isPart = seen.length > 0 && typeof probe === 'string' && !result.includes(probe);
			return isPart ? `part of ${code(name)}` : code(name);
		});
		choices.push(words.join(' and '));
		left = left.filter((source) => !used.includes(source));
	}
	return choices;
}

const partsOf = (probe: unknown): string[] =>
	typeof probe === 'string' || typeof probe === 'number' ? String(probe).split(' ') : [];
