import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

const MASK = '***';
/** Shorter values would blank out ordinary words. */
const SHORTEST_SECRET = 3;

/**
 * A function that blanks a credential's secrets in any text, in every form in which they travel:
 * as they are, in a URL, in JSON, and in a Basic header.
 */
export function redactor(
	credential: ICredentialDataDecryptedObject,
	secretProperties: readonly string[],
): (text: string) => string {
	const values = secretProperties
		.map((property) => credential[property])
		.filter((value): value is string => typeof value === 'string' && value.length >= SHORTEST_SECRET);
	const forms = new Set<string>();
	for (const value of values) {
		forms.add(value).add(JSON.stringify(value).slice(1, -1)).add(Buffer.from(value).toString('base64'));
		// Half a character, as a slip of the keyboard may leave it, has no form in a URL.
		if (!/\p{Surrogate}/u.test(value)) forms.add(encodeURIComponent(value)).add(encodeURI(value));
	}
	if (typeof credential.apiId === 'string' && typeof credential.apiSecret === 'string') {
		forms.add(Buffer.from(`${credential.apiId}:${credential.apiSecret}`).toString('base64'));
	}
	// The longest first, so that no part of a longer form is left over.
	const ordered = [...forms].sort((a, b) => b.length - a.length);
	return (text) => ordered.reduce((clean, form) => clean.split(form).join(MASK), text);
}
