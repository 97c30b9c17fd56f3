/** The JSON of the vendor's own page, word for word except the mail addresses, which the page hides. */
export default {
	single: {
		status: 'success',
		data: {
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
		subRecords: null,
	},
	filters: [
		{
			field: 'BEMAIL',
			value: 'jane@acme.example',
			contains: false,
		},
		{
			field: 'SEMAIL',
			value: 'acme.example',
			contains: true,
			conjunction: 'OR',
		},
	],
	queryAnswer: {
		status: 'success',
		data: [
			{
				CUSTOMER_CODE: 'M-1000',
				CUSTOMER_NAME: 'Acme Repair',
				BEMAIL: 'jane@acme.example',
			},
			{
				CUSTOMER_CODE: 'M-1001',
				CUSTOMER_NAME: 'Acme North',
				BEMAIL: 'north@acme.example',
			},
		],
		subRecords: null,
	},
	createRequest: {
		CUSTOMER_NAME: 'Acme Repair',
		BNAME: 'Acme Repair',
		BATTN: 'Jane Doe',
		BADDRESS1: '101 Main St',
		BCITY: 'Bloomington',
		BSTATE: 'IN',
		BZIPCODE: '47404',
		BCOUNTRY: 'US',
		BPHONE: '800-555-1212',
		BEMAIL: 'jane@acme.example',
	},
	createAnswer: {
		status: 'success',
		data: 'M-1234',
	},
	updateRequest: {
		CUSTOMER_CODE: 'M-1234',
		BPHONE: '800-555-9999',
		BEMAIL: 'jane@acme.example',
	},
	updateAnswer: {
		status: 'success',
		data: 'M-1234',
	},
};
