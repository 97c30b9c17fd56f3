import type { IDataObject } from 'n8n-workflow';

import { InputFault } from './fault';
import { checkFields, mapAutomatically } from './fields';
import type { WriteKind } from './fields';
import { customerRef, limitOf } from './parameters';
import type { Parameters } from './parameters';
import { outputChoice } from './shape';
import type { OutputChoice } from './shape';
import { asObject, text } from './values';
import type {
	BatchLookup,
	CreateOperation,
	CustomerRef,
	CustomerResource,
	DeleteOperation,
	GetOperation,
	ListOperation,
	ListPlan,
	Operation,
	UpdateOperation,
	UpsertOperation,
	VendorRequest,
	WriteFields,
} from './vendor';

/** What is to be done for one input item: everything read and checked, nothing sent yet. */
export type Plan =
	| {
			readonly kind: 'get';
			readonly operation: GetOperation;
			readonly customer: CustomerRef;
			readonly request: VendorRequest;
			readonly output: OutputChoice;
	  }
	| {
			readonly kind: 'list';
			readonly operation: ListOperation;
			readonly customer: CustomerRef | undefined;
			readonly list: ListPlan;
			readonly batch: BatchLookup | undefined;
			readonly limit: number | undefined;
			readonly output: OutputChoice;
	  }
	| {
			readonly kind: 'create';
			readonly operation: CreateOperation;
			readonly fields: WriteFields;
			readonly request: VendorRequest;
			readonly output: OutputChoice;
	  }
	| {
			readonly kind: 'update';
			readonly operation: UpdateOperation;
			readonly customer: CustomerRef;
			readonly fields: WriteFields;
			readonly output: OutputChoice;
	  }
	| {
			readonly kind: 'upsert';
			readonly operation: UpsertOperation;
			readonly fields: WriteFields;
			/** Whether the fields were mapped automatically. */
			readonly automatic: boolean;
			readonly matchOn: string;
			readonly matchValue: string;
			readonly output: OutputChoice;
	  }
	| { readonly kind: 'delete'; readonly operation: DeleteOperation; readonly customer: CustomerRef };

/** @throws InputFault that names the parameter, when something handed in breaks a rule */
export function planItem(operation: Operation, resource: CustomerResource, parameters: Parameters): Plan {
	switch (operation.kind) {
		case 'get': {
			const customer = customerRef(parameters, resource.keys);
			return {
				kind: 'get',
				operation,
				customer,
				request: operation.request(customer),
				output: outputChoice(parameters),
			};
		}
		case 'list': {
			const customer = operation.of === 'orders' ? customerRef(parameters, resource.keys) : undefined;
			return {
				kind: 'list',
				operation,
				customer,
				list: operation.plan(parameters, customer),
				batch: operation.batch?.(parameters),
				limit: limitOf(parameters),
				output: outputChoice(parameters),
			};
		}
		case 'create': {
			const fields = writeFields(parameters, resource, 'create');
			return {
				kind: 'create',
				operation,
				fields,
				request: operation.request(fields),
				output: outputChoice(parameters),
			};
		}
		case 'update': {
			const customer = customerRef(parameters, resource.keys);
			const fields = writeFields(parameters, resource, 'update');
			// Built without the current record, only to have the values checked before anything is sent.
			operation.request(customer, fields, undefined);
			return { kind: 'update', operation, customer, fields, output: outputChoice(parameters) };
		}
		case 'upsert': {
			const fields = writeFields(parameters, resource, 'upsert');
			return {
				kind: 'upsert',
				operation,
				fields,
				automatic: mapsAutomatically(parameters),
				...matchOf(parameters, operation, fields),
				output: outputChoice(parameters),
			};
		}
		case 'delete':
			return { kind: 'delete', operation, customer: customerRef(parameters, resource.keys) };
	}
}

/** The fields to write: mapped by hand or automatically, checked, and overlaid with the extra fields. */
function writeFields(parameters: Parameters, resource: CustomerResource, kind: WriteKind): WriteFields {
	const mapper = asObject(parameters.raw('fields')) ?? {};
	const automatic = mapsAutomatically(parameters);
	const given: IDataObject = automatic
		? mapAutomatically(resource.fields, parameters.item, kind)
		: (asObject(mapper.value) ?? {});
	const extra = extraFields(parameters);
	const checked = checkFields(resource.fields, given, kind, Object.keys(extra));
	const fields = { ...checked, ...extra };
	if (Object.keys(fields).length === 0) {
		throw new InputFault(
			automatic
				? 'Fields: the input item has no field that the vendor knows'
				: 'Fields: nothing is filled in, so there is nothing to save',
			automatic
				? 'Rename the fields of the input item to the names listed in Fields, or map them by hand'
				: 'Fill in at least one field',
		);
	}
	return fields;
}

export function mapsAutomatically(parameters: Parameters): boolean {
	return asObject(parameters.raw('fields'))?.mappingMode === 'autoMapInputData';
}

/** @throws InputFault when the field to match on is none, or has no value in this item */
function matchOf(
	parameters: Parameters,
	{ matchOn: possible }: UpsertOperation,
	fields: WriteFields,
): { matchOn: string; matchValue: string } {
	const matchOn = parameters.text('matchOn') || (possible[0] ?? '');
	if (!possible.includes(matchOn)) {
		throw new InputFault(
			`Match On: customers cannot be found by "${matchOn}"`,
			`Choose one of ${possible.join(', ')}`,
		);
	}
	const matchValue = text(fields[matchOn]);
	if (matchValue === null) {
		throw new InputFault(
			`Match On: the field ${matchOn} has no value in this item`,
			'Fill the field in, or match on another one',
		);
	}
	return { matchOn, matchValue };
}

function extraFields(parameters: Parameters): IDataObject {
	const value = parameters.json('extraFields', 'Extra Fields');
	if (value === undefined) return {};
	const object = asObject(value);
	if (object === undefined) {
		throw new InputFault('Extra Fields must be a JSON object', 'Enter something such as {"FIELD": "value"}');
	}
	return object;
}
