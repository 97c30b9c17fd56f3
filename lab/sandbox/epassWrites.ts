import { createAnswer } from './epassCreate';
import type { Message } from './epassCreate';
import type { EpassFields, EpassValue } from './epassFields';
import type { JsonObject, VendorContext, VendorReply, VendorRequest } from './types';

/** What the routes beside those of customers share. */
export interface EpassRoom {
	readonly context: VendorContext;
	/** Notes what was made, for whoever steers the sandbox. */
	made(record: JsonObject): void;
	/** HTTP status of a refusal with this code in its body. */
	rejectStatus(code: number): number;
}

export type Routes = Record<string, (body: JsonObject, request: VendorRequest) => VendorReply>;

const key = (name: string, fieldName: string, fieldValue: EpassValue) => ({
	key: name,
	fields: [{ fieldName, fieldValue }],
});

export const idOf = (table: string, id: number): JsonObject => ({ table, keys: [key('ID', 'ID', id)] });

export const idAndCodeOf = (table: string, id: number, code: string): JsonObject => ({
	table,
	keys: [key('ID', 'ID', id), key('PrimaryKey', 'Code', code)],
});

export const accepted = (keys: JsonObject[], warnings: Message[] = []): VendorReply => ({
	status: 201,
	body: { ...createAnswer(201, [], keys), warning: warnings.length > 0, warnings },
});

export const rejected = ({ rejectStatus }: EpassRoom, messages: Message[]): VendorReply => ({
	status: rejectStatus(422),
	body: createAnswer(422, messages, []),
});

/** How notes and comments are refused: https://documents.rdbusiness.com/docs/invoices/invoicenote/ */
export const secondForm = (details: string[]): JsonObject => ({
	success: false,
	message: 'One or more of the fields has an invalid or missing value.',
	lastException: null,
	recordId: 0,
	code: null,
	httpStatusCode: 422,
	messageDetails: details,
});

export const isOpen = ({ Status }: EpassFields): boolean => Status === 'Open' || Status === 'Committed';

export const textOf = (value: unknown): string =>
	typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
