/** The JSON of the vendor's own page, word for word. */
export default {
	getRequest: {
		company_id: 9001,
		session_token: '9001|85d1c76d-5088-4cbe-a681-f3a86594dac9|0001',
		customer_id: 1408,
		external_customer_ref: '',
	},
	getAnswer: {
		status: {
			code: 101,
			details: 'OK',
		},
		customer: {
			customer_id: 1408,
			customer_ref: 'C001408',
			external_customer_ref: 'EXTREF164736',
			created: '2017-12-12',
			last_modified: '2017-12-14',
			title: 'Mr',
			first_name: 'Joe',
			last_name: 'Bloggs',
			gender: 'Male',
			dob: '1968-11-06',
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
	},
};
