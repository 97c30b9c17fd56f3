import type { GuardantCustomer, GuardantOrder } from './guardantData';
import type { Settings } from './settings';
import type { JsonObject, VendorCounters, VendorReply, VendorRequest } from './types';

/** What the calls about one kind of record share with the others. */
export interface GuardantContext {
	seed: number;
	/** Customers that the seed made. */
	seeded: number;
	counters: VendorCounters;
	settings(): Settings;
	customer(id: number): GuardantCustomer | undefined;
	order(id: number): GuardantOrder | undefined;
	error(status: number, message: string): VendorReply;
}

export interface GuardantRoute {
	/** Answers the paths that it knows; undefined for any other. */
	answer(request: VendorRequest, path: string): VendorReply | undefined;
	/** What it keeps, where anything is written to it. */
	record?(key: string): JsonObject | undefined;
	created?(): JsonObject[];
}

/** Part of a path as the number of a record; NaN where it is none. */
export const idOf = (part: string | undefined): number => (/^-?\d+$/.test(part ?? '') ? Number(part) : NaN);

/** The vendor's keys of 32 bits, as far as the seed goes. */
export const MOST_KEY = 2_000_000_000;
