import { isObject } from './json';
import type { PdmCustomer, PdmProblem } from './pdmCustomer';
import type { JsonObject } from './types';

/** A delivery as it was ordered, https://prodeliverymanager.com/support/api-documentation/ (CreateDelivery). */
export interface PdmDelivery extends JsonObject {
	delivery_id: number;
	customer_id: number;
	external_delivery_ref: string;
	delivery_date: string;
}

const FIRST_DELIVERY_ID = 52_001;
const DAY_MS = 86_400_000;
/** What a delivery and each of its items hold, with the limits that the page states. */
const TEXTS: Readonly<Record<string, number>> = { external_delivery_ref: 50, notes: 250 };
const FLAGS = ['fridge', 'controlled_delivery', 'check_delivery'];
const ITEM_TEXTS: Readonly<Record<string, number>> = { item_ref: 50, description: 150, pack_size: 50 };

/** The deliveries that were ordered; nothing documented reads, changes or cancels one. */
export class PdmDeliveries {
	private readonly made: PdmDelivery[] = [];

	all(): JsonObject[] {
		return this.made.map((delivery) => ({ ...delivery }));
	}

	/** @returns the problem where it is refused; 'taken' where the customer has a delivery on that day */
	order(source: JsonObject, customer: PdmCustomer): PdmDelivery | PdmProblem | 'taken' {
		const problem = problemOf(source);
		if (problem !== undefined) return problem;
		const reference = text(source.external_delivery_ref);
		// References are "unique per record type"; the code for a second use is not documented.
		if (reference !== '' && this.made.some((each) => each.external_delivery_ref === reference))
			return { code: 302, fields: ['external_delivery_ref must be unique'] };
		const day = text(source.delivery_date);
		const date = day === '' ? new Date(Date.now() + DAY_MS).toISOString().slice(0, 10) : day;
		const taken = this.made.some(
			(each) => each.customer_id === customer.customer_id && each.delivery_date === date,
		);
		if (source.check_delivery === true && taken) return 'taken';
		const delivery: PdmDelivery = {
			fridge: false,
			controlled_delivery: false,
			boxes: 1,
			items: [],
			...source,
			delivery_id: FIRST_DELIVERY_ID + this.made.length,
			customer_id: customer.customer_id,
			external_customer_ref: customer.external_customer_ref,
			external_delivery_ref: reference,
			delivery_date: date,
		};
		this.made.push(delivery);
		return delivery;
	}
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const isUnset = (value: unknown): boolean => value === undefined || value === null || value === '';
const isCount = (value: unknown): boolean => Number.isInteger(value);

function problemOf(source: JsonObject): PdmProblem | undefined {
	const missing: string[] = [];
	const wrongType: string[] = [];
	const outOfRange: string[] = [];
	const checkTexts = (object: JsonObject, limits: Readonly<Record<string, number>>, prefix = ''): void => {
		for (const [name, limit] of Object.entries(limits)) {
			const value = object[name];
			if (isUnset(value)) continue;
			if (typeof value !== 'string') wrongType.push(prefix + name);
			else if (value.length > limit) outOfRange.push(prefix + name);
		}
	};
	const checkCount = (value: unknown, name: string): void => {
		if (isUnset(value)) return;
		if (!isCount(value)) wrongType.push(name);
		else if (Number(value) <= 0) outOfRange.push(name);
	};
	checkTexts(source, TEXTS);
	for (const name of FLAGS)
		if (!isUnset(source[name]) && typeof source[name] !== 'boolean') wrongType.push(name);
	checkCount(source.boxes, 'boxes');
	const { delivery_date: date, items } = source;
	if (!isUnset(date) && !/^\d{4}-\d{2}-\d{2}$/.test(text(date))) outOfRange.push('delivery_date');
	if (!isUnset(items) && !Array.isArray(items)) wrongType.push('items');
	for (const [index, item] of (Array.isArray(items) ? (items as unknown[]) : []).entries()) {
		const prefix = `items[${index}].`;
		if (!isObject(item)) {
			wrongType.push(`items[${index}]`);
			continue;
		}
		for (const name of ['description', 'quantity']) if (isUnset(item[name])) missing.push(prefix + name);
		checkTexts(item, ITEM_TEXTS, prefix);
		checkCount(item.quantity, `${prefix}quantity`);
	}
	if (missing.length > 0) return { code: 301, fields: missing };
	if (wrongType.length > 0) return { code: 303, fields: wrongType };
	return outOfRange.length > 0 ? { code: 302, fields: outOfRange } : undefined;
}
