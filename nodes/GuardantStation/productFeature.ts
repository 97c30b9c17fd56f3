import type { IDataObject } from 'n8n-workflow';

import { toIsoDate } from '../shared/dates';
import { readWholeNumberKey } from '../shared/keys';
import { unpaged } from '../shared/resource';
import type { Resource } from '../shared/resource';
import { dateFrom, flagFrom, numberFrom, ownShape, textFrom } from '../shared/sources';
import type { Source } from '../shared/sources';
import { asObject, flagOf, numeric } from '../shared/values';
import { idIn, optionalIdIn } from './ids';

/**
 * Of its license in an order, or else of the one that the product gives it. All values are of the same license: "none"
 * in the one must not be filled in from the other.
 */
const ofLicense = <V>(name: string, as: (value: unknown) => V): Source<V> => ({
	reads: [`license.${name}`, `defaultLicense.${name}`],
	of: ({ defaultLicense, license }) => as((asObject(license) ?? asObject(defaultLicense) ?? {})[name]),
});

/** A feature of a product, with the terms of its license. */
export const feature = ownShape({
	id: numberFrom('_id'),
	name: textFrom('name'),
	description: textFrom('description'),
	featureNumber: numberFrom('featurenumber'),
	archived: flagFrom('archived'),
	archivationDate: dateFrom('archivationdate'),
	crmId: textFrom('crmid'),
	refId: textFrom('refid'),
	pubKey: textFrom('pubkey'),
	licenseConsumptionMode: ofLicense('consumptionmode', numeric),
	licenseFlags: ofLicense('flags', numeric),
	licenseIsExcluded: ofLicense('isExcluded', flagOf),
	licenseIsRemote: ofLicense('isremote', flagOf),
	licenseLicensingModel: ofLicense('licensingmodel', numeric),
	licenseNetLicensesCount: ofLicense('netlicensescount', numeric),
	licenseRentBeginDate: ofLicense('rentbegindate', toIsoDate),
	licenseRentDaysCount: ofLicense('rentdayscount', numeric),
	licenseRentEndDate: ofLicense('rentenddate', toIsoDate),
	licenseRunCounter: ofLicense('runcounter', numeric),
	canExclude: flagFrom('defaultLicense.canexclude'),
	canModify: flagFrom('defaultLicense.canmodify'),
});

const keyOf = (record: IDataObject): number | undefined => readWholeNumberKey(record._id);

/** https://kb.guardant.ru/pages/viewpage.action?pageId=197853633 and, within an order, …197853495 */
export const productFeature: Resource<keyof ReturnType<typeof feature.simplify>> = {
	one: 'product feature',
	many: 'product features',
	keys: [],
	fields: [],
	keyOf,
	...feature,
	read: undefined,
	operations: {
		search: {
			kind: 'list',
			description:
				'List the features of a product and the terms of their licenses, in general or in one order',
			parameters: [
				{
					displayName: 'Product',
					name: 'product',
					type: 'number',
					required: true,
					default: 0,
					description: 'The ID of the product, as Guardant Station shows it',
				},
				{
					displayName: 'Order',
					name: 'order',
					type: 'number',
					default: 0,
					description:
						'The ID of an order, to get the licenses that the features have in it. With 0, those that the product gives them.',
				},
			],
			whole: true,
			plan: (parameters) => {
				const product = idIn(parameters, 'product', 'Product');
				const order = optionalIdIn(parameters, 'order', 'Order');
				return {
					request: {
						method: 'GET',
						path: [
							...(order === undefined ? [] : ['orders', String(order)]),
							...['products', String(product), 'features'],
						],
					},
				};
			},
			paging: unpaged,
		},
	},
};
