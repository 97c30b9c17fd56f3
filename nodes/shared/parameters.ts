import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { InputFault } from './fault';
import { asObject, text } from './values';

/** What a node was told to do with one input item, read with checks that name the parameter. */
export interface Parameters {
	/** The input item's data. */
	readonly item: IDataObject;
	/** A parameter as it is; undefined where it is not set. */
	raw(name: string): unknown;
	text(name: string): string;
	flag(name: string): boolean;
	/** A JSON parameter, given as text or as an object; undefined where it is empty. */
	json(name: string, displayName: string): unknown;
	/** The Options collection. */
	readonly options: Readonly<IDataObject>;
}

/**
 * Reads an item's parameters, each once, and those without an expression, which are the same for all items, once
 * for all: n8n takes half a millisecond for an expression.
 */
export function nodeParameters(
	context: IExecuteFunctions,
): (itemIndex: number, item: IDataObject) => Parameters {
	const entered = context.getNode().parameters;
	const sameForAll = new Map<string, unknown>();
	return (itemIndex, item) => {
		const ofItem = new Map<string, unknown>();
		const raw = (name: string): unknown => {
			const read = [sameForAll, ofItem].find((values) => values.has(name));
			if (read !== undefined) return read.get(name);
			// Parameters that are hidden for an operation are not there; only with a fallback does n8n not mind.
			const value: unknown = context.getNodeParameter(name, itemIndex, null) ?? undefined;
			(holdsExpression(entered[name]) ? ofItem : sameForAll).set(name, value);
			return value;
		};
		return parametersFrom(raw, item);
	};
}

/** n8n takes a text that begins with an equals sign for an expression, however deep it lies. */
function holdsExpression(entered: unknown): boolean {
	if (typeof entered === 'string') return entered.startsWith('=');
	return typeof entered === 'object' && entered !== null && Object.values(entered).some(holdsExpression);
}

/** Parameters over any source of values. */
export function parametersFrom(raw: (name: string) => unknown, item: IDataObject): Parameters {
	return {
		item,
		raw,
		text: (name) => text(raw(name)) ?? '',
		flag: (name) => raw(name) === true,
		json: (name, displayName) => parseJsonParameter(raw(name), displayName),
		options: asObject(raw('options')) ?? {},
	};
}

function parseJsonParameter(value: unknown, displayName: string): unknown {
	if (typeof value !== 'string') return value ?? undefined;
	if (value.trim() === '') return undefined;
	let reason: string;
	try {
		return JSON.parse(value) as unknown;
	} catch (error) {
		reason = error instanceof Error ? error.message : String(error);
	}
	throw new InputFault(
		`${displayName}: this is not valid JSON (${reason})`,
		'Check quotes, commas and brackets',
	);
}

/**
 * How many records a list may bring; undefined means all.
 * @throws InputFault when the limit is not a whole number from 1 on
 */
export function limitOf(parameters: Parameters): number | undefined {
	if (parameters.flag('returnAll')) return undefined;
	const limit = Number(parameters.raw('limit') ?? 50);
	if (!Number.isInteger(limit) || limit < 1) {
		throw new InputFault(
			`Limit: "${String(parameters.raw('limit'))}" is not a whole number from 1 on`,
			'Enter a number such as 50, or turn on Return All',
		);
	}
	return limit;
}
