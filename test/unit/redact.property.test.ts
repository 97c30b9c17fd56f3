import fc from 'fast-check';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { Redactor } from '../../nodes/shared/redact';

/** The mask itself cannot be hidden behind the mask: secrets with an asterisk are left out. */
const secret = fc
	.oneof(fc.string({ minLength: 3 }), fc.string({ minLength: 3, unit: 'grapheme' }))
	.filter((text) => !text.includes('*') && text.trim().length > 2);

const redactor = (
	credential: ICredentialDataDecryptedObject,
	secrets: readonly string[],
): ((text: string) => string) => {
	const redactor = new Redactor();
	redactor.see(credential, secrets);
	return redactor.clean;
};

/** As servers, logs and web pages write a value. */
function formsOf(value: string): string[] {
	const json = JSON.stringify(value).slice(1, -1);
	const base64 = Buffer.from(value).toString('base64');
	const url = encodeURIComponent(value);
	return [
		value,
		url,
		url.replace(/%../g, (byte) => byte.toLowerCase()),
		url.replaceAll('%20', '+'),
		encodeURIComponent(url),
		json,
		JSON.stringify(json).slice(1, -1),
		json.replaceAll('/', '\\/'),
		[...json]
			.map((c) => (/[&<>'+]/.test(c) ? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}` : c))
			.join(''),
		value.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`),
		value.replace(/[&<>"']/g, (c) => `&#x${c.charCodeAt(0).toString(16).toUpperCase()};`),
		value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
		base64,
		base64.replace(/=+$/, ''),
		Buffer.from(value).toString('base64url'),
	];
}

describe('redacting any text', () => {
	it('S17: leaves no secret in it, in whatever form it travels', () => {
		fc.assert(
			fc.property(
				secret,
				secret,
				fc.array(fc.string(), { minLength: 2, maxLength: 6 }),
				(password, token, words) => {
					const forms = [password, token].flatMap(formsOf);
					const redact = redactor({ password, sessionToken: token }, ['password', 'sessionToken']);
					for (const form of forms) {
						const clean = redact(words.join(form));
						for (const other of [password, token]) expect(clean).not.toContain(other);
						expect(clean).not.toContain(form);
					}
				},
			),
			{ numRuns: 300 },
		);
	});

	it('leaves no secret in the JSON of an answer that repeats it', () => {
		fc.assert(
			fc.property(secret, fc.string(), (password, before) => {
				const redact = redactor({ password }, ['password']);
				const body = JSON.stringify({ echo: before + password, list: [{ [password]: password }] });
				expect(redact(body)).not.toContain(JSON.stringify(password).slice(1, -1));
			}),
			{ numRuns: 300 },
		);
	});

	it('leaves no Basic header of any API ID and secret', () => {
		fc.assert(
			fc.property(secret, secret, (apiId, apiSecret) => {
				const header = Buffer.from(`${apiId}:${apiSecret}`).toString('base64');
				expect(redactor({ apiId, apiSecret }, ['apiId', 'apiSecret'])(`Basic ${header}`)).not.toContain(
					header,
				);
			}),
		);
	});

	it('S17: leaves a long secret in no base64 of a text that it stands in', () => {
		fc.assert(
			fc.property(
				fc
					.string({ minLength: 12, maxLength: 40 })
					.filter((text) => text.trim() === text && !text.includes('*')),
				fc.string({ maxLength: 8 }),
				fc.string({ maxLength: 8 }),
				(password, before, after) => {
					const header = Buffer.from(before + password + after).toString('base64');
					const clean = redactor({ password }, ['password'])(header);
					const left = Buffer.from(clean.replaceAll('***', ''), 'base64').toString('latin1');
					// What is left shows no more than the ends, which share a character with what stands around.
					for (let at = 0; at + 6 <= password.length; at++)
						expect(left).not.toContain(password.slice(at, at + 6));
				},
			),
		);
	});

	it('changes nothing in a text that holds none of the forms', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom('x', 'y', ' ') }), (text) => {
				expect(redactor({ password: 'a-secret' }, ['password'])(text)).toBe(text);
			}),
		);
	});
});
