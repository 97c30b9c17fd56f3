import { anyText, choiceOf, fieldOf, readAs } from '../shared/fields';
import type { Field } from '../shared/fields';
import { textKey } from '../shared/keys';
import type { Resource } from '../shared/resource';
import { dateFrom, flagFrom, numberFrom, ownShape, textFrom, valueFrom } from '../shared/sources';
import { text } from '../shared/values';
import type { RecordKey, VendorRequest } from '../shared/wire';
import { customerOfSource, day, get, tenDigits, write } from './calls';

/** As WO/Get brings it, https://kb.manex.com/print.asp?Lang=1&id=5801 */
const order = ownShape({
	id: textFrom('WONO'),
	itemId: textFrom('UNIQ_KEY'),
	customerId: textFrom('CUSTNO'),
	salesOrderId: textFrom('SONO'),
	status: textFrom('OPENCLOS'),
	closed: flagFrom('IS_CLOSED'),
	kitStatus: textFrom('KITSTATUS'),
	quantity: numberFrom('BLDQTY'),
	completed: numberFrom('COMPLETE'),
	balance: numberFrom('BALANCE'),
	orderDate: dateFrom('ORDERDATE'),
	startDate: dateFrom('START_DATE'),
	dueDate: dateFrom('DUE_DATE'),
	completedAt: dateFrom('COMPLETEDT'),
	kitChangedAt: dateFrom('KITLSTCHDT'),
	changedAt: dateFrom('DATECHG'),
});

type WorkOrderKey = (typeof order.shape.keys)[number];

const status = choiceOf(
	...['STANDARD', 'PRIORITY-1', 'PRIORITY-2', 'FIRM PLAN', 'ADMIN HOLD', 'MFG HOLD'],
	...['REWORK', 'REWORK FIRM', 'CANCEL'],
);
const quantity = fieldOf({ type: 'number', min: 0 });

/**
 * Parameters of WO/Add, https://kb.manex.com/print.asp?Lang=1&id=5803
 * An item of a sales order fills them automatically, but for its customer.
 */
const fields: Field<WorkOrderKey>[] = readAs(
	(id) => id.toUpperCase(),
	[
		anyText('Uniq_Key', 'Item Key', { common: 'itemId', required: true }),
		tenDigits('custNo', 'Customer Number', { common: customerOfSource, required: true }),
		day('Due_Date', 'Due Date', { common: valueFrom('dueDate', 'firstDueDate'), required: true }),
		status('openclos', 'Status', { common: 'status', automaticDefault: 'STANDARD', required: true }),
		quantity('bldQty', 'Quantity to Build', { common: 'quantity' }),
		anyText('WoNo', 'Work Order Number', {
			only: 'create',
			description: 'Left out, ManEx takes the next one; one of your own is looked up when the answer is lost',
		}),
	],
);

const getOrder = (number: RecordKey): VendorRequest => get(['WO', 'Get'], { WoNo: number });

export const workOrder: Resource<WorkOrderKey> = {
	one: 'work order',
	many: 'work orders',
	keys: [
		{ name: 'id', displayName: 'By ID', placeholder: 'e.g. 0000000456', parse: textKey('work order number') },
	],
	fields,
	namesInAnyCase: true,
	keyNames: ['WoNo'],
	keyOf: (record) => text(record.WONO) ?? undefined,
	...order,
	read: ({ value }) => getOrder(value),
	operations: {
		get: {
			kind: 'get',
			description: 'Get one work order by its number',
		},
		create: {
			kind: 'create',
			description: 'Add a work order, by which production builds an item, and return it with its number',
			request: (values) => write(['WO', 'Add'], values),
			references: [{ field: 'WoNo', label: 'work order number', request: getOrder }],
		},
	},
};
