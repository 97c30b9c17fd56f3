import type { Choice, Field, FieldKind } from '../../nodes/shared/fields';
import type { KeyMode } from '../../nodes/shared/keys';
import { offersOf } from '../../nodes/shared/properties';
import type { Resource, Upsert } from '../../nodes/shared/resource';
import type { Yields } from '../../nodes/shared/sources';
import { aOrAn } from '../../nodes/shared/words';
import type { RecordKey } from '../../nodes/shared/wire';
import { code, table } from './markdown';
import { valueSchema } from './schemas';
import { choicesOf, mappingOf, outputKeys } from './sources';

export const operationTable = (resource: Resource): string =>
	table(
		['Operation', 'What it does'],
		offersOf(resource).map(({ description, name }) => [`**${name}**`, description]),
	);

export function keyTable({ keys, one }: Resource): string {
	return table(
		['Choose', 'Value'],
		keys.map(({ displayName, name, parse, placeholder }) => {
			const rules = name === 'list' ? [`${aOrAn(one)} picked from the list`] : rulesOf(parse);
			return [
				`**${displayName}**`,
				[...rules, ...(placeholder === undefined ? [] : [placeholder])].join('; '),
			];
		}),
	);
}

/** What a key must be, in the words with which values that are not are refused. */
function rulesOf(parse: KeyMode['parse']): string[] {
	const [wrong, long] = ['x', 'x'.repeat(1000)].map((value) => {
		try {
			parse(value);
			return undefined;
		} catch (error) {
			return String(error instanceof Error ? error.message : error);
		}
	});
	if (wrong !== undefined) return [wrong.replace(/^the /, '').replace(/, not "x"$/, '')];
	const limit = /takes (at most \d+)$/.exec(long ?? '')?.[1];
	return [limit === undefined ? 'text' : `text, ${limit} characters`];
}

export function fieldTable({ fields, one, shape }: Resource): string {
	return table(
		['Field', 'Name', 'Value', 'Filled automatically from', 'Notes'],
		fields.map((field) => [
			field.label,
			code(field.id),
			ruleOf(field.kind),
			[
				...commonSourcesOf(field, shape.keys),
				...(field.isReference === true ? ['in Create or Update, else the `id` of the source'] : []),
				...(field.automaticDefault === undefined
					? []
					: [`for a new ${one}, else "${String(field.automaticDefault)}"`]),
			].join('; '),
			[
				...(field.required === true ? [`**Required** for a new ${one}`] : []),
				...(field.only === 'create' ? [`Only for a new ${one}`] : []),
				...(field.only === 'update' ? [`Only for ${aOrAn(one)} that is there`] : []),
				...(field.description === undefined ? [] : [field.description]),
			].join('. '),
		]),
	);
}

/** The common names that fill a field when fields are mapped automatically. */
function commonSourcesOf({ common, id }: Field, commonKeys: readonly string[]): string[] {
	if (typeof common === 'string') return [code(common)];
	if (common !== undefined) return [choicesOf(mappingOf(common)).join(', or else ')];
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

export function matchTable({ fields }: Resource, { matchOn, usual = matchOn[0] }: Upsert): string {
	return table(
		['Match On', 'Name', ''],
		matchOn.map((id, index) => [
			fields.find((field) => field.id === id)?.label ?? id,
			code(id),
			id === usual ? 'The default' : index === 0 ? 'The default of nodes of version 1' : '',
		]),
	);
}

/** @param one what a record of the resource is called: the only other place where a value can come from */
export function outputTable(yields: Yields, parent: RecordKey, one: string): string {
	return table(
		['Key', 'Type', 'Comes from'],
		outputKeys(yields, parent).map((output) => {
			const choices = choicesOf(output);
			const without = (output.of({}) ?? null) === null ? '– (always null)' : `the ${one} that was asked for`;
			return [
				code(output.key),
				valueSchema(output).type,
				choices.length === 0 ? without : choices.join(', or else '),
			];
		}),
	);
}
