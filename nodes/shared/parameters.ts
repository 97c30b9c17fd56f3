import type { IDataObject, IExecuteFunctions, IPollFunctions } from 'n8n-workflow';

import { datesAsText } from './dates';
import { holdsExpression, isExpression, readerOf } from './expressions';
import { InputFault } from './fault';
import { printable, quoted } from './printable';
import { asObject, text } from './values';
import { yesOrNo } from './words';

/**
 * What a node was told to do with one input item, read with checks that name the parameter. Nothing that is wrong
 * or missing is taken for a default: a search would bring more than was asked for.
 */
export interface Parameters {
	/** The input item's data. */
	readonly item: IDataObject;
	/** A parameter as it is, but for dates, which are ISO text; undefined where it is not set. */
	raw(name: string): unknown;
	/** Whether a person had an expression find the parameter's value, which then has to have one. */
	isExpression(name: string): boolean;
	/** A text, trimmed; undefined where it is not set. */
	text(name: string, displayName: string): string | undefined;
	flag(name: string, displayName: string): boolean;
	/** A JSON parameter, given as text or as an object; undefined where it is empty. */
	json(name: string, displayName: string): unknown;
	/** A parameter as a person entered it: an expression as its text. */
	entered(name: string): unknown;
	/** Whether an agent uses the node as its tool. */
	readonly isTool: boolean;
	/** The workflow's. */
	timeZone(): string;
	/** The Options collection. */
	readonly options: Readonly<IDataObject>;
	/** A yes or no of the options. */
	option(name: string, displayName: string, otherwise: boolean): boolean;
}

/**
 * Reads parameters: those without an expression, which are the same for all items, once for all, and the others once
 * an item, however often it is asked for them.
 */
export function nodeParameters(
	context: IExecuteFunctions,
): (itemIndex: number, item: IDataObject) => Parameters {
	const { parameters: entered, type } = context.getNode();
	const timeZone = (): string => context.getTimezone();
	const sameForAll = new Map<string, unknown>();
	const byItem: Array<Map<string, unknown> | undefined> = [];
	const readers = new Map<string, ReturnType<typeof readerOf>>();
	const readerFor = (name: string): ReturnType<typeof readerOf> => {
		const reader = readers.get(name) ?? readerOf(context, name, entered[name]);
		readers.set(name, reader);
		return reader;
	};
	const surroundings: Surroundings = {
		isExpression: (name) => isExpression(entered[name]),
		timeZone,
		entered: (name) => entered[name],
		isTool: type.endsWith('Tool'),
	};
	return (itemIndex, item) => {
		const raw = (name: string): unknown => {
			if (sameForAll.has(name)) return sameForAll.get(name);
			const ofItem = byItem[itemIndex];
			if (ofItem?.has(name) === true) return ofItem.get(name);
			const differs = holdsExpression(entered[name]);
			// Parameters that are hidden for an operation are not there; only with a fallback does n8n not mind.
			const value: unknown = differs
				? readerFor(name)(itemIndex, item)
				: context.getNodeParameter(name, itemIndex, null);
			const clean = datesAsText(value ?? undefined, timeZone);
			if (differs) byItem[itemIndex] = (ofItem ?? new Map<string, unknown>()).set(name, clean);
			else sameForAll.set(name, clean);
			return clean;
		};
		return parametersFrom(raw, item, surroundings);
	};
}

/** The parameters of a trigger, which has no input items. */
export function pollParameters(context: IPollFunctions): Parameters {
	const { parameters: entered } = context.getNode();
	const timeZone = (): string => context.getTimezone();
	const raw = (name: string): unknown => {
		const value: unknown = context.getNodeParameter(name, null) ?? undefined;
		return datesAsText(value, timeZone);
	};
	return parametersFrom(
		raw,
		{},
		{ isExpression: (name) => isExpression(entered[name]), timeZone, entered: (name) => entered[name] },
	);
}

interface Surroundings {
	isExpression(name: string): boolean;
	/** The workflow's. */
	timeZone(): string;
	entered?(name: string): unknown;
	readonly isTool?: boolean;
}

const NONE: Surroundings = { isExpression: () => false, timeZone: () => 'UTC' };

/** Parameters over any source of values. */
export const parametersFrom = (
	raw: (name: string) => unknown,
	item: IDataObject,
	surroundings: Surroundings = NONE,
): Parameters => new ReadParameters(raw, item, surroundings);

/** A class, since there is one for each item. */
class ReadParameters implements Parameters {
	private clean: IDataObject | undefined;

	constructor(
		readonly raw: (name: string) => unknown,
		private readonly given: IDataObject,
		private readonly surroundings: Surroundings,
	) {}

	get item(): IDataObject {
		return (this.clean ??= datesAsText(this.given, this.surroundings.timeZone) as IDataObject);
	}

	get isTool(): boolean {
		return this.surroundings.isTool === true;
	}

	timeZone(): string {
		return this.surroundings.timeZone();
	}

	isExpression(name: string): boolean {
		return this.surroundings.isExpression(name);
	}

	entered(name: string): unknown {
		return (this.surroundings.entered ?? this.raw)(name);
	}

	text(name: string, displayName: string): string | undefined {
		const found = this.value(name, displayName);
		if (typeof found === 'object') throw mustBe(displayName, 'a text', found);
		return text(found) ?? undefined;
	}

	flag(name: string, displayName: string): boolean {
		const found = this.value(name, displayName);
		return found === undefined ? false : flagOf(found, displayName);
	}

	json(name: string, displayName: string): unknown {
		return parseJsonParameter(this.raw(name), displayName);
	}

	get options(): IDataObject {
		const found = this.value('options', 'Options');
		if (found === undefined) return {};
		return plainObject(found) ?? refuse(mustBe('Options', 'a collection', found));
	}

	option(name: string, displayName: string, otherwise: boolean): boolean {
		const label = `Options: ${displayName}`;
		const given = this.options;
		return name in given ? flagOf(given[name] ?? refuse(withoutValue(label)), label) : otherwise;
	}

	/** @throws InputFault for an expression without a value */
	private value(name: string, displayName: string): unknown {
		const found = this.raw(name) ?? undefined;
		if (found === undefined && this.surroundings.isExpression(name)) throw withoutValue(displayName);
		return found;
	}
}

function refuse(fault: InputFault): never {
	throw fault;
}

/**
 * A JSON parameter that a person may leave empty, while an expression may not: what it was to say would be lost.
 * @throws InputFault that names the parameter
 */
export function jsonWithValue(parameters: Parameters, name: string, displayName: string): unknown {
	const found = parameters.json(name, displayName) ?? undefined;
	if (found === undefined && parameters.isExpression(name)) throw withoutValue(displayName);
	return found ?? {};
}

/**
 * JSON of the options, which workflows saved before it was there have as a parameter of its own.
 * @throws InputFault when it is in both places, or an expression in the options gave none
 */
export function jsonOption(parameters: Parameters, name: string, displayName: string): unknown {
	const before = parameters.json(name, displayName);
	const { options } = parameters;
	if (!(name in options)) return before;
	const label = `Options: ${displayName}`;
	const now = parseJsonParameter(options[name] ?? refuse(withoutValue(label)), label);
	if (isNothing(now)) return before;
	if (isNothing(before)) return now;
	throw new InputFault(`${displayName} is filled in twice, once of it in Options`, 'Empty one of them');
}

const isNothing = (value: unknown): boolean => {
	const object = plainObject(value);
	return value === undefined || (object !== undefined && Object.keys(object).length === 0);
};

export const withoutValue = (label: string): InputFault =>
	new InputFault(`${label} has no value`, 'Check that the expression has a value for this item');

const mustBe = (label: string, what: string, value: unknown): InputFault =>
	new InputFault(`${label} must be ${what}, not ${quoted(value)}`, 'Correct the value');

function flagOf(value: unknown, label: string): boolean {
	const flag = yesOrNo(value);
	if (flag === undefined)
		throw new InputFault(`${label} must be true or false, not ${quoted(value)}`, 'Enter true or false');
	return flag;
}

/** An object as JSON has it; not a date, a map, or a list. */
export function plainObject(value: unknown): IDataObject | undefined {
	return Object.prototype.toString.call(value) === '[object Object]' ? asObject(value) : undefined;
}

/** Without what people add to a word or leave away: `Greater Than` is `greaterThan`. */
const bare = (word: string): string => word.toLowerCase().replace(/[\s_-]/g, '');

/** The choice that a word stands for, in whatever letter case; undefined for none of them. */
export function choiceIn<C extends string>(choices: readonly C[], value: unknown): C | undefined {
	return typeof value === 'string' ? choices.find((choice) => bare(choice) === bare(value)) : undefined;
}

/** @throws InputFault that lists the choices, when the value is none of them */
export function chosenFrom<C extends string>(choices: readonly C[], value: unknown, label: string): C {
	const chosen = choiceIn(choices, value);
	if (chosen !== undefined) return chosen;
	const nothing = value === undefined || value === null || value === '';
	throw new InputFault(
		nothing ? `${label} has no value` : `${label}: ${quoted(value)} is not one of ${choices.join(', ')}`,
		`Choose one of ${choices.join(', ')}`,
	);
}

/** A choice in a collection, which is left out by leaving out its name. */
export function chosenIn<C extends string>(
	collection: Readonly<IDataObject>,
	name: string,
	choices: readonly C[],
	label: string,
): C | undefined {
	return name in collection ? chosenFrom(choices, collection[name], label) : undefined;
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
		`${displayName}: this is not valid JSON (${printable(reason, 200)})`,
		'Check quotes, commas and brackets',
	);
}

/** A whole number from `least` on, as a number or in digits; undefined for anything else. */
export function wholeNumber(value: unknown, least: number): number | undefined {
	const number = typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : value;
	return typeof number === 'number' && Number.isSafeInteger(number) && number >= least ? number : undefined;
}

/**
 * A number in digits.
 * @throws InputFault for one that JavaScript may have rounded
 */
export function exactNumber(value: number, label: string): string {
	const rounded = Number.isInteger(value) && !Number.isSafeInteger(value);
	if (!Number.isFinite(value) || rounded) {
		throw new InputFault(
			`${label}: the number ${value} is too large to be exact`,
			'Hand it over as text, from where it comes on',
		);
	}
	return String(value);
}

const USUAL_LIMIT = 50;

/**
 * How many records a list may bring; undefined means all.
 * @throws InputFault when the limit is not a whole number from 1 on
 */
export function limitOf(parameters: Parameters): number | undefined {
	if (parameters.flag('returnAll', 'Return All')) return undefined;
	return numberOfItems(parameters, USUAL_LIMIT, 'Enter a number such as 50, or turn on Return All');
}

/**
 * The Limit.
 * @param usual where there is none
 * @throws InputFault with this advice, when it is not a whole number from 1 on
 */
export function numberOfItems(parameters: Parameters, usual: number, advice: string): number {
	const given = parameters.raw('limit') ?? undefined;
	if (given === undefined && !parameters.isExpression('limit')) return usual;
	const limit = wholeNumber(given, 1);
	if (limit !== undefined) return limit;
	throw new InputFault(
		`Limit: ${given === undefined ? 'nothing' : quoted(given)} is not a whole number from 1 on`,
		advice,
	);
}
