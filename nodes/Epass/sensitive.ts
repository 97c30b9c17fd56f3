/** What EPASS keeps of a person that is nobody's business, unless somebody turns it on. */
export const SENSITIVE_FIELDS = [
	'SSN',
	'WebPassword',
	'WebPassword2',
	'EmpSalary',
	'EmpAltIncome',
	'EmpAltIncomeDesc',
] as const;
