import { product as productName, Random } from './data';
import { idOf } from './guardantRoute';
import type { GuardantContext, GuardantRoute } from './guardantRoute';
import type { JsonObject } from './types';

const VENDOR = 42;

/** Products that there are: 1 to this one, and the one that the vendor's page asks for. */
const PRODUCTS = 40;
const DOCUMENTED_PRODUCT = 10082;
/** The order that the page asks for, which is no customer's here. */
const DOCUMENTED_ORDER = 1053;

interface Terms extends JsonObject {
	consumptionmode: number;
	flags: number;
	isremote: boolean;
	licensingmodel: number;
	netlicensescount: number;
	rentbegindate: number;
	rentdayscount: number;
	rentenddate: number;
	runcounter: number;
}

interface Feature {
	_id: number;
	name: string;
	description: string;
	featurenumber: number;
	pubkey: string;
	terms: Terms;
	canModify: boolean;
}

const terms = (own: Partial<Terms>): Terms => ({
	consumptionmode: 0,
	flags: 0,
	isremote: false,
	licensingmodel: 4,
	netlicensescount: 0,
	rentbegindate: 0,
	rentdayscount: 0,
	rentenddate: 0,
	runcounter: 0,
	...own,
});

const PUBLIC_KEYS = [
	'11 45 0A B6 77 EC AA 9F 63 79 32 C1 82 8A 14 EC 6B 52 54 BC 80 45 7D 49 BB 73 1E 56 6B 52 54 BC 80 45 7D 34 56 BB AA 99',
	'F9 E5 EC 6B 52 54 BC 80 45 7D 49 BB F0 61 F9 F2 EC AA 9F 63 79 32 0A B6 77 44 8A E7 16 AC C1 82 8A 14 73 1E 56 B6 EF 53',
];

/** https://kb.guardant.ru/pages/viewpage.action?pageId=197853633 */
const DOCUMENTED: readonly Feature[] = [
	{
		_id: 10029,
		name: 'Feature 1',
		description: 'My test feature',
		featurenumber: 1,
		pubkey: PUBLIC_KEYS[0] ?? '',
		terms: terms({ rentdayscount: 10 }),
		canModify: true,
	},
	{
		_id: 10030,
		name: 'Feature2',
		description: 'Feature2',
		featurenumber: 2,
		pubkey: PUBLIC_KEYS[1] ?? '',
		terms: terms({ netlicensescount: 10, isremote: true }),
		canModify: true,
	},
];

const hasProduct = (id: number): boolean => id === DOCUMENTED_PRODUCT || (id >= 1 && id <= PRODUCTS);

function featuresOf(seed: number, product: number): Feature[] {
	if (product === DOCUMENTED_PRODUCT) return [...DOCUMENTED];
	const random = new Random(seed, VENDOR, product);
	return Array.from({ length: random.int(1, 4) }, (_, index): Feature => {
		const begin = random.int(1_420_070_400, 1_767_139_200);
		const isRent = random.int(0, 2) === 0;
		return {
			_id: product * 100 + index,
			name: productName(random, seed),
			description: index === 0 ? '' : `Feature ${index + 1}`,
			featurenumber: index + 1,
			pubkey: Array.from({ length: 40 }, () => random.int(16, 255).toString(16).toUpperCase()).join(' '),
			terms: terms({
				flags: random.pick([0, 4, 32]),
				licensingmodel: random.int(1, 4),
				netlicensescount: random.pick([0, 0, 10]),
				...(isRent ? { rentbegindate: begin, rentenddate: begin + 31_536_000 } : {}),
			}),
			canModify: index % 2 === 0,
		};
	});
}

/** The general terms, as a product's list shows a feature. */
const ofProduct = ({ canModify, terms: own, ...feature }: Feature): JsonObject => ({
	_id: feature._id,
	defaultLicense: { canexclude: canModify, canmodify: canModify, ...own },
	description: feature.description,
	featurenumber: feature.featurenumber,
	name: feature.name,
	pubkey: feature.pubkey,
	crmid: '',
	refid: '',
});

/** With the terms of one order as well. */
const ofOrder = (feature: Feature): JsonObject => ({
	...ofProduct(feature),
	archivationdate: 0,
	archived: false,
	license: { ...feature.terms, isExcluded: 0 },
});

/** What a serial licenses: https://kb.guardant.ru/pages/viewpage.action?pageId=197853547 */
export function licensedProducts(seed: number, serial: number): JsonObject[] {
	const random = new Random(seed, VENDOR, serial, 7);
	return Array.from({ length: random.int(1, 2) }, (_, index) => ({
		_id: serial * 10 + index,
		accesscode_id: random.int(1, 20),
		archivationdate: 0,
		archived: false,
		binding_scheme: 0,
		crmid: '',
		description: '',
		featuresWithLicenses: featuresOf(seed, random.int(1, PRODUCTS)).map(ofOrder),
	}));
}

/** https://kb.guardant.ru/pages/viewpage.action?pageId=197853495 within an order, …197853633 in general */
export const featureRoute = ({ error, order: orderOf, seed }: GuardantContext): GuardantRoute => ({
	answer: ({ method }, path) => {
		const [isFeatures, order, product] =
			/^(?:\/orders\/([^/]+))?\/products\/([^/]+)\/features$/.exec(path) ?? [];
		if (isFeatures === undefined) return undefined;
		if (method !== 'GET') return error(405, 'Method not allowed');
		const id = idOf(product);
		if (!hasProduct(id)) return error(404, 'Product not found');
		const features = featuresOf(seed, id);
		if (order === undefined) return { status: 200, body: { features: features.map(ofProduct) } };
		const isOrder = idOf(order) === DOCUMENTED_ORDER || orderOf(idOf(order)) !== undefined;
		if (!isOrder) return error(404, 'Order not found');
		return { status: 200, body: { features: features.map(ofOrder) } };
	},
});
