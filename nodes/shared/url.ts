import { InputFault } from './fault';

/**
 * The base URL of a credential without a trailing slash.
 * @throws InputFault when it is not an http(s) address, or carries a user, a query or a fragment
 */
export function checkedBaseUrl(value: unknown): string {
	const text = typeof value === 'string' ? value.trim() : '';
	if (text === '') {
		throw new InputFault(
			'The Base URL of the credential is empty',
			'Open the credential and fill in the Base URL',
		);
	}
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
		throw new InputFault(
			'The Base URL of the credential is not a web address',
			'Open the credential and enter an address that begins with https:// (or http://)',
		);
	}
	if (url.username !== '' || url.password !== '' || /[?#]/.test(text)) {
		throw new InputFault(
			'The Base URL of the credential may hold no user name, password, question mark or hash',
			'Open the credential and enter the address alone, such as https://api.example.com/v1',
		);
	}
	return text.replace(/\/+$/, '');
}

/** The full address of a path; each segment stays one segment, whatever characters it holds. */
export function joinUrl(baseUrl: string, segments: readonly string[]): string {
	return [baseUrl, ...segments.map(encodeSegment)].join('/');
}

/** `.` and `..` would be resolved away by every URL parser, encoded or not; half a surrogate pair has no encoding. */
function encodeSegment(segment: string): string {
	if (segment === '' || segment === '.' || segment === '..' || /\p{Surrogate}/u.test(segment)) {
		throw new InputFault(`"${segment}" cannot be part of an address`, 'Enter the key of a record');
	}
	return encodeURIComponent(segment);
}
