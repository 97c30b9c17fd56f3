import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

/** n8n takes a text that begins with an equals sign for an expression. */
export const isExpression = (entered: unknown): entered is string =>
	typeof entered === 'string' && entered.startsWith('=');

/** An expression may lie deep in a parameter, as in one field of many. */
export function holdsExpression(entered: unknown): boolean {
	if (isExpression(entered)) return true;
	return typeof entered === 'object' && entered !== null && Object.values(entered).some(holdsExpression);
}

/** Reads a parameter, or a part of it, for an input item. */
type Reader = (itemIndex: number, item: IDataObject) => unknown;

/** An expression that is evaluated in the sight of what is entered beside it. */
const LOOKS_AROUND = /\$(?:raw)?parameter/i;

/**
 * A parameter with expressions in it, of which n8n evaluates each once an item. As a whole it would copy all that lies
 * around them as well: a mapper of fields holds a description of each field.
 * @param path as n8n's own `getNodeParameter` takes it
 * @param entered what a person entered there
 */
export function readerOf(context: IExecuteFunctions, path: string, entered: unknown): Reader {
	if (LOOKS_AROUND.test(JSON.stringify(entered))) return evaluated(context, path);
	return partReader(context, path, entered);
}

function partReader(context: IExecuteFunctions, path: string, entered: unknown): Reader {
	if (!holdsExpression(entered)) return () => entered;
	if (isExpression(entered)) return expressionReader(context, path, entered);
	if (Array.isArray(entered)) {
		const entries = entered.map((each, index) => partReader(context, `${path}[${index}]`, each));
		return (itemIndex, item) => entries.map((read) => read(itemIndex, item));
	}
	const parts = Object.entries(entered as object).map(
		([name, each]) => [name, partReader(context, `${path}[${JSON.stringify(name)}]`, each)] as const,
	);
	return (itemIndex, item) => Object.fromEntries(parts.map(([name, read]) => [name, read(itemIndex, item)]));
}

const evaluated =
	(context: IExecuteFunctions, path: string): Reader =>
	(itemIndex) =>
		context.getNodeParameter(path, itemIndex, null);

/**
 * What most expressions are, since it is what the editor writes for a field that is dragged: a value of the item. n8n
 * takes half a millisecond for it, more than for all else that is done with an item. It evaluates the first; when that
 * gave what the item holds under this name, the others are taken from their items.
 */
function expressionReader(context: IExecuteFunctions, path: string, expression: string): Reader {
	const byN8n = evaluated(context, path);
	const names = namesIn(expression);
	if (names === undefined) return byN8n;
	let isSame: boolean | undefined;
	return (itemIndex, item) => {
		const own = isSame === false ? undefined : plainValueAt(item, names);
		if (own !== undefined && isSame === true) return own;
		const value = byN8n(itemIndex, item);
		if (own !== undefined) isSame = Object.is(value, own);
		return value;
	};
}

/** `{{ $json.email }}`, `{{ $json["first name"] }}`, `{{ $json.address.city }}`, and nothing around it. */
const VALUE_OF_ITEM = /^=\{\{\s*\$json((?:\.[A-Za-z_$][\w$]*|\["[^"\\]+"\]|\['[^'\\]+'\])+)\s*\}\}$/;
const NAME = /\.([\w$]+)|\["([^"]+)"\]|\['([^']+)'\]/g;

function namesIn(expression: string): string[] | undefined {
	const path = VALUE_OF_ITEM.exec(expression)?.[1];
	if (path === undefined) return undefined;
	return [...path.matchAll(NAME)].map(([, ...forms]) => forms.find((name) => name !== undefined) ?? '');
}

/** What is no plain value, or is not there, n8n is asked for. */
function plainValueAt(
	item: IDataObject,
	names: readonly string[],
): string | number | boolean | null | undefined {
	let value: unknown = item;
	for (const name of names) {
		if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
		value = (value as IDataObject)[name];
	}
	switch (typeof value) {
		case 'string':
		case 'number':
		case 'boolean':
			return value;
		default:
			return value === null ? null : undefined;
	}
}
