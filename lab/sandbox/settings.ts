import type { ContraryWay } from './contrary';

/**
 * Switches for everything that the vendors' documentation leaves open, or says in two ways. Each default is the
 * likelier form; the alternatives are answers that a client must survive as well.
 */
export interface Settings {
	/** Records returned when `maxReturn` is absent; default and maximum are not documented. */
	weevioDefaultMaxReturn: number;
	/** "Not found on single" is not documented: 400 with a message, or 200 with null or empty data. */
	weevioNotFound: 'status400' | 'nullData' | 'emptyData';
	/** The error body's shape was not found: JSON with `message`, JSON with `error`, or plain text. */
	weevioErrorBody: 'message' | 'error' | 'text';
	/** An empty filter array is not documented. */
	weevioEmptyFilter: 'all' | 'reject';
	/** CONFLICT: create is headed PUT, the sample's curl would send POST. */
	weevioCreateMethod: 'PUT' | 'both';
	/** Whether /orders/query returns line items was not found. */
	weevioQuerySubRecords: boolean;
	/** Whether a line item repeats the number of its order, which the one that is printed does not. */
	weevioLinesNameOrder: boolean;

	pdmTokenSeconds: number;
	/** 203 is the gap in the documented list; 202 is listed on a page that sends no key. */
	pdmDeadTokenCode: 202 | 203;
	/** ModifyCustomer's answer was not readable. */
	pdmModifyAnswer: 'customer' | 'statusOnly';
	/** CreateDelivery's answer was not readable; those on customers suggest an object of this name. */
	pdmDeliveryAnswer: 'delivery' | 'id' | 'statusOnly';
	/** Local minus UTC in hours of the session's two expiry fields (6 h apart in the sample). */
	pdmUtcOffsetHours: number;
	/** HTTP status that accompanies a failing status.code: not found, assumed 200. */
	pdmFailureHttpStatus: number;
	/** Whether a failing answer still carries a `customer` key is not documented. */
	pdmFailureCustomer: 'absent' | 'null';

	/** CONFLICT: kb shows a number and real null/true, Freshdesk "200", "null", "true". */
	manexCodeForm: 'number' | 'string';
	/** HTTP status that accompanies Code 403: not found, assumed 200. */
	manexFailureHttpStatus: number;
	/** HTTP status of the route error: assumed 404. */
	manexRouteHttpStatus: number;
	/** What a search of purchase orders says that finds none: not found. */
	manexNothingFound: 'empty' | 'refused';

	/** Life of a token got by login; not documented. */
	guardantTokenSeconds: number;
	/** The error body's shape was not found. */
	guardantErrorBody: 'object' | 'flat' | 'text' | 'empty';
	/** The body of a DELETE answer is not documented. */
	guardantDeleteAnswer: 'emptyObject' | 'empty' | 'noContent';
	/** Name of the list in a key's history, which is cut in the documentation; '' for the list alone. */
	guardantHistoryName: string;
	/** Login path, field names and header are all assumptions, so they can be changed. */
	guardantLoginPath: string;
	guardantUsernameField: string;
	guardantPasswordField: string;
	/** Dots make a nested field: `data.token`. */
	guardantTokenField: string;
	guardantHeaderName: string;
	guardantHeaderPrefix: string;

	epassTokenSeconds: number;
	epassRefreshSeconds: number;
	epassMaxPageSize: number;
	/** HTTP status of a failed login: not stated. */
	epassFailedLoginStatus: number;
	/** HTTP status of "Customer not found.": not stated. */
	epassNotFoundStatus: number;
	/** The text itself, or the text as a JSON string. */
	epassNotFoundForm: 'text' | 'jsonString';
	/** The A/R variables that make more fields required (seed: "Potentially Required Fields"). */
	epassRequired: Array<
		'Address1' | 'City' | 'ZipCode' | 'Email' | 'Phone1' | 'Directions' | 'CustomerDepartment'
	>;
	/** HTTP status of a rejection: the httpStatusCode of its body, or always 200. */
	epassRejectHttpStatus: 'same' | 'ok';
	/** Body of a 401: not documented. */
	epassUnauthorizedBody: 'empty' | 'json';
	/** Day/month order of `10/10/2020` is not stated. */
	epassDateOrder: 'mdy' | 'dmy';
	/** What the answer to a new invoice names: cut on its page; that to a change names the ID alone. */
	epassInvoiceKeys: 'idAndCode' | 'idOnly';
	/** Whether an invoice that is read shows its schedule, pickup and requested date is not documented. */
	epassInvoiceDates: 'shown' | 'hidden';
	/** Answer to an unknown item: not documented. */
	epassItemNotFound: 'text' | 'noValues' | 'envelope';
	/** Answer to a web order: cut on its page. */
	epassWebOrderAnswer: 'envelope' | 'record' | 'created';

	/** Ways in which vendors work otherwise than the guides assume, such as `epass.inFindsOne`. */
	contrary: readonly ContraryWay[];

	/** Leave secrets readable in the request log. */
	keepSecrets: boolean;
	/** Requests kept in the log, oldest dropped first. */
	maxLoggedRequests: number;
	/** Bodies longer than this are cut in the log (characters). */
	maxLoggedBody: number;
}

export const defaultSettings: Readonly<Settings> = {
	weevioDefaultMaxReturn: 100,
	weevioNotFound: 'status400',
	weevioErrorBody: 'message',
	weevioEmptyFilter: 'all',
	weevioCreateMethod: 'PUT',
	weevioQuerySubRecords: false,
	weevioLinesNameOrder: false,

	pdmTokenSeconds: 3600,
	pdmDeadTokenCode: 203,
	pdmModifyAnswer: 'customer',
	pdmDeliveryAnswer: 'delivery',
	pdmUtcOffsetHours: -6,
	pdmFailureHttpStatus: 200,
	pdmFailureCustomer: 'absent',

	manexCodeForm: 'number',
	manexFailureHttpStatus: 200,
	manexRouteHttpStatus: 404,
	manexNothingFound: 'empty',

	guardantTokenSeconds: 3600,
	guardantErrorBody: 'object',
	guardantDeleteAnswer: 'emptyObject',
	guardantHistoryName: 'history',
	guardantLoginPath: '/login',
	guardantUsernameField: 'login',
	guardantPasswordField: 'password',
	guardantTokenField: 'token',
	guardantHeaderName: 'Authorization',
	guardantHeaderPrefix: 'Bearer',

	epassTokenSeconds: 3600,
	epassRefreshSeconds: 36000,
	epassMaxPageSize: 1000,
	epassFailedLoginStatus: 200,
	epassNotFoundStatus: 404,
	epassNotFoundForm: 'text',
	epassRequired: [],
	epassRejectHttpStatus: 'same',
	epassUnauthorizedBody: 'empty',
	epassDateOrder: 'mdy',
	epassInvoiceKeys: 'idAndCode',
	epassInvoiceDates: 'shown',
	epassItemNotFound: 'text',
	epassWebOrderAnswer: 'envelope',

	contrary: [],

	keepSecrets: false,
	maxLoggedRequests: 20_000,
	maxLoggedBody: 20_000,
};
