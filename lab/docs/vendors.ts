import type { IDataObject } from 'n8n-workflow';

import { epass } from '../../nodes/Epass/vendor';
import { guardantStation } from '../../nodes/GuardantStation/vendor';
import { manexErp } from '../../nodes/ManexErp/vendor';
import { proDeliveryManager } from '../../nodes/ProDeliveryManager/vendor';
import type { Vendor } from '../../nodes/shared/vendor';
import { weevioPims } from '../../nodes/WeevioPims/vendor';

/** A vendor, and where what is generated from it belongs. */
export interface Documented {
	readonly vendor: Vendor;
	/** The node's folder below nodes/. */
	readonly folder: string;
	/** The node's page below docs/. */
	readonly page: string;
	/**
	 * Records as the vendor's documentation shows them, for the examples on the page: by resource, or by
	 * `resource.operation` for a list of what belongs to a record.
	 */
	readonly records: Readonly<Record<string, IDataObject>>;
}

export const DOCUMENTED: readonly Documented[] = [
	{
		vendor: weevioPims,
		folder: 'WeevioPims',
		page: 'weevio-pims',
		records: {
			customer: {
				CUSTOMER_CODE: 'M-1000',
				CUSTOMER_NAME: 'Acme Repair',
				BNAME: 'Acme Repair',
				BEMAIL: 'jane@acme.example',
				BPHONE: '800-555-1212',
				BADDRESS1: '101 Main St',
				BCITY: 'Bloomington',
				BSTATE: 'IN',
				BZIPCODE: '47404',
				BCOUNTRY: 'US',
			},
			order: {
				ORDER_NUMBER: '100245',
				REFERENCE_NUMBER: 'PO-8812',
				CUSTOMER_CODE: 'M-1000',
				ORDER_DATE: '03/29/2022',
				ORDER_STATUS: 'Open',
				subRecords: [
					{
						ORDER_LINEITEMS: {
							LINE_NUMBER: '1',
							PART_CODE: 'P-10042',
							DESCRIPTION: 'Brake pad',
							QUANTITY: '4',
							NUMBER_SHIPPED: '1',
						},
					},
				],
			},
		},
	},
	{
		vendor: proDeliveryManager,
		folder: 'ProDeliveryManager',
		page: 'pro-delivery-manager',
		records: {
			customer: {
				customer_id: 1408,
				customer_ref: 'C001408',
				external_customer_ref: 'EXTREF164736',
				created: '2017-12-12',
				last_modified: '2017-12-14',
				first_name: 'Joe',
				last_name: 'Bloggs',
				address: {
					line_1: 'Test Address Line 1',
					line_2: 'Test Address Line 2',
					line_3: '',
					city: 'Test City',
					county: 'Test County',
					postal_code: 'TT11 1TT',
				},
				email_address: 'joe@blogs.com',
				tel_number_1: '',
				tel_number_2: '',
				active: true,
			},
			// As it was sent: what PDM answers is not documented.
			delivery: {
				customer_id: 1408,
				external_delivery_ref: '100245',
				delivery_date: '2026-02-03',
				items: [{ item_ref: 'P-10042', description: 'Brake pad', quantity: 4 }],
				notes: 'Ring twice',
			},
		},
	},
	{
		vendor: manexErp,
		folder: 'ManexErp',
		page: 'manex-erp',
		records: {
			customer: {
				CUSTNO: '0000000010',
				CUSTNAME: 'CustomerName',
				PHONE: '',
				ACCT_DATE: '2014-11-19T10:09:57.041868-05:00',
				STATUS: 'Active',
				modifiedDate: null,
			},
		},
	},
	{
		vendor: guardantStation,
		folder: 'GuardantStation',
		page: 'guardant-station',
		records: {
			customer: {
				_id: 8,
				description: 'test',
				email: 'cust@gmail.com',
				name: 'My first name',
				lastname: 'My last name',
				companyname: 'Google',
				phone: '123-12-12',
				status: 0,
				archived: false,
				archivationdate: 0,
				crmid: '',
				refid: '',
			},
			serial: {
				_id: 10176,
				activationcount: 1,
				activationlimit: 30,
				binding: { CAN_REPLACE_CPU: false, CAN_REPLACE_OS: false, CPU: true, OS: false },
				binding_maxhardwarechangenumber: 0,
				customer: {
					_id: 246,
					companyname: '',
					email: 'bma_customer@guardant.com',
					lastname: '',
					name: 'bma_customer',
					phone: '+49 (0xx) xxxx-xxxx',
				},
				dongleid: -1235188599,
				licensecontainerversion: 393218,
				serialstring: 'LvHdHH-Ux1VmY-pGKq1y-NEE4pp-8iAAgP',
				status: 0,
			},
		},
	},
	{
		vendor: epass,
		folder: 'Epass',
		page: 'epass',
		records: {
			customer: {
				ID: 157946,
				Code: '1000',
				ExternalID: '',
				FirstName: 'Ben',
				LastName: 'Kenobi',
				Address1: '1510 Dune Sea Drive.',
				Address2: '',
				City: 'Mos Eisley',
				State: 'TA',
				ZipCode: 'S7J 0G4',
				Phone1: '',
				Phone2: '(306) 955-1684',
				DateCreated: '2018-02-21T00:00:00',
				DateModified: null,
			},
		},
	},
];
