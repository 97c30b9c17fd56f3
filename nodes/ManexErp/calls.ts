import { InputFault } from '../shared/fault';
import { fieldOf } from '../shared/fields';
import type { Source } from '../shared/sources';
import { text } from '../shared/values';
import type { VendorRequest, WriteFields } from '../shared/wire';

/** What the functions of ManEx have in common: `{Controller}/{Action}`, with single values as parameters. */

type Path = readonly [controller: string, action: string];

export const get = (path: Path, query: NonNullable<VendorRequest['query']>): VendorRequest => ({
	method: 'GET',
	path,
	query,
});

/** @throws InputFault for a value that no query string can hold */
export const write = (path: Path, values: WriteFields): VendorRequest => ({
	method: 'POST',
	path,
	query: Object.fromEntries(
		Object.entries(values).map(([name, value]) => {
			if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
				return [name, value];
			throw new InputFault(
				`Extra Fields: ${name} must be a single value`,
				'Enter text, a number, true or false',
			);
		}),
	),
});

const TEN_DIGITS = /^\d{10}$/;

export const tenDigits = fieldOf({
	type: 'text',
	pattern: TEN_DIGITS,
	rule: 'is not a customer number of ten digits, such as 0000000010',
});

/** The customer of a common record, where its key is a number of ManEx's: what another vendor calls him is none. */
export const customerOfSource: Source = {
	reads: ['customerId'],
	of: ({ customerId }) => {
		const number = text(customerId) ?? '';
		return TEN_DIGITS.test(number) ? number : null;
	},
};

/** Orders write their dates in another way than customers. */
export const day = fieldOf({ type: 'date', format: 'MM-DD-YYYY' });
