import type { IDataObject } from 'n8n-workflow';

import { epass } from '../../nodes/Epass/vendor';
import { parametersFrom } from '../../nodes/shared/parameters';
import { outputOf, shaper } from '../../nodes/shared/shape';
import type { OutputChoice } from '../../nodes/shared/shape';
import { weevioPims } from '../../nodes/WeevioPims/vendor';
import { customerOf, planned } from './planned';

const choice = (
	mode: OutputChoice['mode'],
	fields: string[] = [],
	includeSensitiveFields = false,
): OutputChoice => ({
	mode,
	fields,
	includeSensitiveFields,
});
const simplify = (record: IDataObject) => ({
	id: record.Code,
	name: record.Name,
	lines: record.Lines ?? null,
});
const RECORD: IDataObject = {
	Code: '1000',
	Name: 'Ben',
	SSN: '078-05-1120',
	Nested: { city: 'Leeds', list: [{ a: 1 }, [2]] },
	Lines: [{ item: { part: 'P-1' } }],
};
const shape = (output: OutputChoice, record = RECORD) => shaper(output, simplify, ['SSN'])(record);

describe('the shape of an item', () => {
	it('is the common one when simplified', () => {
		expect(shape(choice('simplified'))).toEqual({ id: '1000', name: 'Ben', lines: RECORD.Lines });
	});

	it('has all of the vendor’s fields when raw', () => {
		const { SSN, ...visible } = RECORD;
		expect(SSN).toBe('078-05-1120');
		expect(shape(choice('raw'))).toEqual(visible);
	});

	it('has the id and the named fields when selected, the common name before the vendor’s', () => {
		expect(shape(choice('selected', ['name', 'Nested.city', 'Code', 'unknown']))).toEqual({
			id: '1000',
			name: 'Ben',
			'Nested.city': 'Leeds',
			Code: '1000',
			unknown: null,
		});
	});

	it('needs of a record what it puts out, and nothing else', () => {
		const reads = (values: IDataObject): readonly string[] | undefined =>
			planned(epass, 'get', { customer: '1000', ...values }).output.reads;
		expect(reads({ output: 'raw' })).toBeUndefined();
		expect(reads({ output: 'simplified' })).toEqual(expect.arrayContaining(['Code', 'FirstName', 'Email']));
		const outputFields = 'city, SSN, Contact.Name';
		expect(reads({ output: 'selected', outputFields })).toEqual(['Code', 'City', 'SSN', 'Contact.Name']);
	});

	it('hides sensitive fields unless they are asked for', () => {
		expect(shape(choice('selected', ['SSN']))).toEqual({ id: '1000', SSN: null });
		expect(shape(choice('selected', ['SSN'], true))).toEqual({ id: '1000', SSN: '078-05-1120' });
		expect(shape(choice('raw', [], true))).toHaveProperty('SSN', '078-05-1120');
	});

	it.each(['simplified', 'raw', 'selected'] as const)(
		'S18: hides sensitive fields at any depth and in any letter case when %s',
		(mode) => {
			const record: IDataObject = {
				Code: '1',
				ssn: 'secret',
				Lines: [{ Part: 'P', SSN: 'secret', more: [[{ ' Ssn': 'secret' }]] }],
				Nested: { list: [{ sSn: 'secret', kept: 1 }] },
			};
			const output = choice(mode, ['lines', 'Lines', 'Nested', 'Nested.list', 'ssn', 'SSN']);
			expect(JSON.stringify(shape(output, record))).not.toContain('secret');
			expect(JSON.stringify(shape({ ...output, includeSensitiveFields: true }, record))).toContain('secret');
		},
	);

	it('K2: finds a selected field in another letter case', () => {
		expect(shape(choice('selected', ['code', 'nested', 'NAME']))).toMatchObject({
			code: '1000',
			nested: RECORD.Nested,
			NAME: 'Ben',
		});
	});

	it('drops a field named __proto__ on every level', () => {
		const record = JSON.parse(
			'{"Code":"1","__proto__":{"a":1},"Nested":{"__proto__":{"b":1},"c":2}}',
		) as IDataObject;
		const raw = shape(choice('raw'), record);
		expect(JSON.stringify(raw)).toBe('{"Code":"1","Nested":{"c":2}}');
		expect(JSON.stringify(shape(choice('selected', ['__proto__', 'Nested']), record))).toBe(
			'{"id":"1","Nested":{"c":2}}',
		);
	});

	it.each(['simplified', 'raw', 'selected'] as const)(
		'shares no object with the record or with another item when %s',
		(mode) => {
			const record = structuredClone(RECORD);
			const output = choice(mode, ['Nested', 'lines']);
			const [one, other] = [shape(output, record), shape(output, record)];
			const spoil = (value: unknown): void => {
				if (typeof value !== 'object' || value === null) return;
				for (const inner of Object.values(value)) spoil(inner);
				Object.assign(value, { spoilt: true });
			};
			const before = structuredClone(other);
			spoil(one);
			expect(record).toEqual(RECORD);
			expect(other).toEqual(before);
		},
	);
});

describe('the simplified output of an agent', () => {
	const shapeOf = (values: IDataObject, isTool: boolean) => {
		const surroundings = { isExpression: () => false, timeZone: () => 'UTC', isTool };
		const parameters = parametersFrom((name) => values[name], {}, surroundings);
		return outputOf({ vendor: weevioPims, resource: customerOf(weevioPims) }, parameters).shape;
	};
	const record = { CUSTOMER_CODE: 'M-1', BEMAIL: 'a@b.c' };

	it('has those keys alone that the vendor can fill, also where this record has nothing in them', () => {
		const brief = shapeOf({}, true)(record);
		const full = shapeOf({}, false)(record);
		const left = Object.keys(full).filter((key) => !(key in brief));
		expect(left).toEqual(
			expect.arrayContaining(['externalId', 'firstName', 'lastName', 'active', 'createdAt', 'updatedAt']),
		);
		expect(left.map((key) => full[key])).toEqual(left.map(() => null));
		expect(brief).toMatchObject({ id: 'M-1', email: 'a@b.c', city: null });
		expect(Object.keys(brief)).toEqual(Object.keys(full).filter((key) => key in brief));
	});

	it('has what was selected, whatever that is', () => {
		const values = { output: 'selected', outputFields: 'active, email' };
		expect(shapeOf(values, true)(record)).toEqual({ id: 'M-1', active: null, email: 'a@b.c' });
	});
});

describe('the choice of the output', () => {
	const chosen = (values: IDataObject) => planned(epass, 'get', { customer: '1', ...values }).output.choice;

	it('is simplified unless something else is chosen', () => {
		expect(chosen({})).toEqual(choice('simplified'));
		expect(chosen({ output: ' RAW' })?.mode).toBe('raw');
	});

	it('G2: is refused where it is no choice', () => {
		for (const output of ['other', '', 5, {}, ['raw'], true])
			expect(() => chosen({ output: output as IDataObject })).toThrow(
				/^Output(: .+ is not one of| has no value)/,
			);
	});

	it('reads the fields from a comma list or an array', () => {
		expect(chosen({ output: 'selected', outputFields: ' name, , email ' })?.fields).toEqual([
			'name',
			'email',
		]);
		expect(chosen({ output: 'selected', outputFields: ['name', 'email'] })?.fields).toEqual([
			'name',
			'email',
		]);
	});

	it('refuses selected fields without a field', () => {
		expect(() => chosen({ output: 'selected', outputFields: ' , ' })).toThrow(/Output Fields is empty/);
		expect(() => chosen({ output: 'selected' })).toThrow(/Output Fields is empty/);
	});

	it('shows sensitive fields only for a yes', () => {
		const shown = (includeSensitiveFields: unknown) =>
			chosen({ options: { includeSensitiveFields } as IDataObject })?.includeSensitiveFields;
		expect([true, 'true', 'YES', false, 'no'].map(shown)).toEqual([true, true, true, false, false]);
		for (const wrong of ['', 'perhaps', null, {}])
			expect(() => shown(wrong)).toThrow(/Include Sensitive Fields/);
	});

	it('puts the fields that were picked before those that were typed, as text or as a list, each once', () => {
		const output = 'selected';
		for (const outputFields of ['email, X', ['email', 'X']])
			expect(chosen({ output, selectedFields: ['name', 'email'], outputFields })?.fields).toEqual([
				'name',
				'email',
				'X',
			]);
		expect(chosen({ output, selectedFields: 'name,email' })?.fields).toEqual(['name', 'email']);
		expect(chosen({ output, outputFields: 'X' })?.fields).toEqual(['X']);
		expect(() => chosen({ output, selectedFields: [], outputFields: '' })).toThrow(/^Output Fields is empty/);
	});

	it('refuses fields that are no names', () => {
		for (const outputFields of [5, { a: 1 }, [{}], [5], true] as unknown[])
			expect(() => chosen({ output: 'selected', outputFields: outputFields as IDataObject })).toThrow(
				/^Other Output Fields: .+ is not the name of a field/,
			);
	});
});
