import fc from 'fast-check';

import { redactor } from '../../nodes/shared/redact';

/** The mask itself cannot be hidden behind the mask: secrets with an asterisk are left out. */
const secret = fc
	.oneof(fc.string({ minLength: 3 }), fc.string({ minLength: 3, unit: 'binary' }))
	.filter((text) => !text.includes('*'));

describe('redacting any text', () => {
	it('leaves no secret in it, in whatever form it travels', () => {
		fc.assert(
			fc.property(
				secret,
				secret,
				fc.array(fc.string(), { minLength: 2, maxLength: 6 }),
				(password, token, words) => {
					const forms = [password, token].flatMap((value) => [
						value,
						encodeURIComponent(value),
						JSON.stringify(value).slice(1, -1),
						Buffer.from(value).toString('base64'),
					]);
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

	it('changes nothing in a text that holds none of the forms', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom('x', 'y', ' ') }), (text) => {
				expect(redactor({ password: 'a-secret' }, ['password'])(text)).toBe(text);
			}),
		);
	});
});
