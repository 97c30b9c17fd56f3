import { InputFault } from './fault';
import { quoted } from './printable';

/** A name as a database may read it that knows neither letter case nor width, nor what cannot be seen. */
const asRead = (name: string): string[] =>
	name
		.normalize('NFKC')
		.replace(/[\p{C}\p{Default_Ignorable_Code_Point}]/gu, '')
		.toUpperCase()
		.split(/[^\p{L}\p{N}_]+/u);

/** What a search compares with, where any text may stand. */
const OPERANDS: ReadonlySet<string> = new Set(['value', 'valuelist', 'start', 'end']);

/**
 * Whoever may search by a field that is hidden, or ask for it, finds it out letter by letter.
 * @param fields the names of the hidden ones
 * @param parameter where the search was entered
 * @throws InputFault when a sensitive field is named anywhere in it
 */
export function refuseSensitive(search: unknown, fields: readonly string[], parameter: string): void {
	if (fields.length === 0) return;
	const named = sensitiveIn(search, new Set(fields.map((name) => name.toUpperCase())));
	if (named === undefined) return;
	throw new InputFault(
		`${parameter}: ${quoted(named)} is a sensitive field, which cannot be searched by or asked for`,
		'Take another field, or turn on Options > Include Sensitive Fields',
	);
}

function sensitiveIn(value: unknown, fields: ReadonlySet<string>, isOperand = false): string | undefined {
	if (typeof value === 'string')
		return !isOperand && asRead(value).some((word) => fields.has(word)) ? value : undefined;
	if (typeof value !== 'object' || value === null) return undefined;
	const isCondition = Object.keys(value).some((name) => name.toLowerCase() === 'fieldname');
	for (const [name, inner] of Object.entries(value)) {
		const isCompared = Array.isArray(value) ? isOperand : isCondition && OPERANDS.has(name.toLowerCase());
		const found = sensitiveIn(name, fields) ?? sensitiveIn(inner, fields, isCompared);
		if (found !== undefined) return found;
	}
	return undefined;
}
