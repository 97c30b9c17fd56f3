import { labelFor } from '../../nodes/shared/fields';
import type { Choice, Field, FieldKind } from '../../nodes/shared/fields';
import type { KeyMode } from '../../nodes/shared/keys';
import { offersOf } from '../../nodes/shared/properties';
import type { Resource, Upsert } from '../../nodes/shared/resource';
import type { Yields } from '../../nodes/shared/sources';
import { aOrAn, capital } from '../../nodes/shared/words';
import type { RecordKey } from '../../nodes/shared/wire';
import { code, table } from './markdown';
import { valueSchema } from './schemas';
import { choicesOf, mappingOf, outputKeys } from './sources';

export const operationTable = (resource: Resource): string =>
	table(
		['Operation', 'What it does'],
		offersOf(resource).map(({ description, name }) => [`**${name}**`, description]),
	);

/** The ways of naming a record, and what each takes. */
export function keyList({ keys, one }: Resource): string {
	const ways = keys.map(({ displayName, name, parse, placeholder }) => {
		if (name === 'list') return `**${displayName}**`;
		const rules = [rulesOf(parse), placeholder].filter((rule) => rule !== undefined);
		return `**${displayName}**${rules.length === 0 ? '' : ` (${rules.join('; ')})`}`;
	});
	return `${capital(aOrAn(one))} is chosen ${ways.join(', or ')}.`;
}

/** What a key must be, in the words with which values that are not are refused. */
function rulesOf(parse: KeyMode['parse']): string | undefined {
	const [wrong, long] = ['x', 'x'.repeat(1000)].map((value) => {
		try {
			parse(value);
			return undefined;
		} catch (error) {
			return String(error instanceof Error ? error.message : error);
		}
	});
	if (wrong !== undefined) return wrong.replace(/^the /, '').replace(/, not "x"$/, '');
	const limit = /takes (at most \d+)$/.exec(long ?? '')?.[1];
	return limit === undefined ? undefined : `${limit} characters`;
}

/** Fields with something to say of in a table; those with a name and a type alone by their type, below. */
export function fieldTable({ fields, shape }: Resource): string {
	const rows: string[][] = [];
	const plain = new Map<string, string[]>();
	for (const field of fields) {
		const rule = ruleOf(field.kind);
		const sources = [
			...commonSourcesOf(field, shape.keys),
			...(field.isReference === true ? ['in Create or Update, else the `id` of the source'] : []),
			...(field.automaticDefault === undefined ? [] : [`when new, else "${String(field.automaticDefault)}"`]),
		].join('; ');
		const notes = [
			...(field.required === true ? ['**Required**'] : []),
			...(field.only === 'create' && field.required !== true ? ['New only'] : []),
			...(field.only === 'update' ? ['Updates only'] : []),
			...(field.description === undefined ? [] : [field.description]),
		].join('. ');
		if (sources === '' && notes === '') plain.set(rule, [...(plain.get(rule) ?? []), nameOf(field)]);
		else rows.push([field.label, code(field.id), rule, sources, notes]);
	}
	const lists = [...plain].map(([rule, names]) => `- **${headOf(rule)}**: ${names.join(', ')}`);
	return [
		table(['Field', 'Name', 'Value', 'Filled automatically from', 'Notes'], rows),
		...(lists.length === 0 ? [] : [`Also, by the names of the vendor:\n\n${lists.join('\n')}`]),
	].join('\n\n');
}

/** A name that says what the label says stands for both: `mailingCity` for Mailing City. */
const nameOf = ({ id, label }: Field): string =>
	lettersOf(id) === lettersOf(label) ? code(id) : `${label} (${code(id)})`;

const lettersOf = (words: string): string => words.replace(/[^a-z0-9]/gi, '').toLowerCase();

const headOf = (rule: string): string => capital(rule.replace(/^Text: /, '').replace(/^One of: /, 'One of '));

/** The common names that fill a field when fields are mapped automatically. */
function commonSourcesOf({ common, id }: Field, commonKeys: readonly string[]): string[] {
	if (typeof common === 'string') return [code(common)];
	if (common !== undefined) return [choicesOf(mappingOf(common)).join(', else ')];
	// A vendor's write name that is a common name as well.
	return commonKeys.includes(id) ? [code(id)] : [];
}

function ruleOf(kind: FieldKind): string {
	switch (kind.type) {
		case 'text':
			if (kind.rule !== undefined) return `Text: ${kind.rule.replace(/^is not /, '')}`;
			return kind.maxLength === undefined ? 'Text' : `Text, at most ${kind.maxLength} characters`;
		case 'number':
			return numberRule(kind);
		case 'boolean':
			return 'true or false';
		case 'date':
			return `Date; sent as ${kind.format}`;
		case 'choice':
			return `One of: ${kind.choices.map(choiceWords).join(', ')}`;
		case 'list':
			return 'List of objects, as JSON';
	}
}

function numberRule({ max, min, whole }: Extract<FieldKind, { type: 'number' }>): string {
	const number = whole === true ? 'Whole number' : 'Number';
	if (min === undefined) return max === undefined ? number : `${number}, at most ${max}`;
	return max === undefined ? `${number}, ${min} or more` : `${number}, ${min} to ${max}`;
}

const choiceWords = ({ name, value }: Choice): string =>
	name.startsWith(`${value}`) ? name : `${value} (${name})`;

export const matchList = ({ fields }: Resource, { matchOn, usual = matchOn[0] }: Upsert): string =>
	`**Match On**: ${matchOn
		.map((id, index) => {
			const former = index === 0 ? ', the default of nodes of version 1' : '';
			return `${labelFor(fields, id)} (${code(id)}${id === usual ? ', the default' : former})`;
		})
		.join(', ')}.`;

/** @param one what a record of the resource is called: the only other place where a value can come from */
export function outputTable(yields: Yields, parent: RecordKey, one: string): string {
	const rows: string[][] = [];
	const empty: string[] = [];
	for (const output of outputKeys(yields, parent)) {
		const choices = choicesOf(output);
		if (choices.length === 0 && (output.of({}) ?? null) === null) {
			empty.push(code(output.key));
			continue;
		}
		const source = choices.length === 0 ? `the ${one} that was asked for` : choices.join(', else ');
		const { type } = valueSchema(output);
		rows.push([type === 'string' ? code(output.key) : `${code(output.key)} (${type})`, source]);
	}
	const all = table(['Key', 'Comes from'], rows);
	return empty.length === 0 ? all : `${all}\n\nAlways \`null\`: ${empty.join(', ')}.`;
}
