import type { EpassFields } from './epassFields';
import type { EpassRoom, Routes } from './epassWrites';
import type { VendorReply } from './types';

/** The item of https://documents.epass.software/docs/item, as far as the page could be read. */
const DOCUMENTED: EpassFields = {
	ID: 1951,
	Link: '',
	UpdateImportPricing: true,
	ShippingMethodCode: '',
	PrintLabels: true,
	Weight: 0,
	Height: 0,
	Length: 0,
	Width: 0,
	UpdateMinMaxOnImport: true,
	WebFeatured: false,
	WebAccessory: false,
	WebMisc: false,
	SalePrice: 0,
	SaleStartDate: null,
	SaleEndDate: null,
	ABCRating: '',
	Active: true,
	AutoRecalcList: false,
	AverageCost: 0,
	Barcode: '',
	BinLocationCode: '',
	BrandCode: 'AEG',
	Code: '110',
	Color: '',
	CommentCode: '',
	DateCreated: '2022-01-13T00:00:00',
	DateModified: null,
	Description: 'TEST',
	EOQ: 0,
	Equivalent: '',
	Field1: '',
	Field2: '',
	Field3: '',
	Field4: '',
	Field5: '',
	InventoryTypeCode: '',
	LandedCost: 0,
	LandingFactor: 0,
	LastCost: 0,
	LastDateOrdered: null,
	LastDateReceived: null,
	LastDateSold: null,
	LastUpdateDateTime: '2022-01-13 13:49:40',
	ListPrice: 0,
	LocMax: 0,
	LocMin: 0,
	LocQOH: 0,
	LocYTD: 0,
	MainStockMax: 0,
	MainStockMin: 0,
	MainStockQOH: 0,
	MainStockYTD: 0,
	ManufacturersWarranty: 0,
	MarkupCode: '',
	MfgReturned: 0,
	MiscCode: '',
	Note: '',
	Obsolete: false,
	OrderRatioInventory: 1,
};

const PARTS = ['Hinge', 'Filter', 'Hose', 'Knob', 'Gasket', 'Shelf', 'Valve', 'Burner'];

/** P-1000 to P-1199. */
const SEEDED = 200;

export function itemOf(code: string): EpassFields | undefined {
	if (code === '110') return DOCUMENTED;
	const index = /^P-1\d{3}$/.test(code) ? Number(code.slice(2)) - 1000 : NaN;
	if (!(index >= 0 && index < SEEDED)) return undefined;
	return {
		...DOCUMENTED,
		ID: 2000 + index,
		Code: code,
		Description: `${PARTS[index % PARTS.length] ?? ''} ${index}`,
		Active: index % 10 !== 9,
		AverageCost: 5 + index / 4,
		Barcode: `0622${String(index).padStart(8, '0')}`,
		ListPrice: 10 + index / 2,
		MainStockQOH: index % 7,
		LocQOH: index % 3,
		DateModified: index % 2 === 0 ? '2024-05-06T00:00:00' : null,
		LastUpdateDateTime: '2024-05-06 07:08:09',
	};
}

/** GET /items/item; how an unknown code is answered is not documented. */
export function itemRoutes({ context, rejectStatus }: EpassRoom): Routes {
	const answer = (Success: boolean, message: string, Values: unknown): VendorReply => ({
		status: Success ? 200 : rejectStatus(404),
		body: {
			Result: {
				Success,
				Warning: false,
				HttpStatusCode: Success ? 0 : 404,
				GeneralMessage: Success ? message : null,
				ExceptionMessage: Success ? null : message,
				Keys: [],
				Messages: [],
				Warnings: [],
			},
			Values,
		},
	});
	return {
		'GET /items/item': (_, { query }) => {
			const name = [...query.keys()].find((key) => key.toLowerCase() === 'code');
			const item = itemOf(name === undefined ? '' : (query.get(name) ?? ''));
			if (item !== undefined) return answer(true, 'Returned 1 record', [{ Fields: item }]);
			switch (context.settings().epassItemNotFound) {
				case 'text':
					return { status: 404, body: 'Item not found.', contentType: 'text/plain; charset=utf-8' };
				case 'noValues':
					return answer(true, 'Returned 0 records', []);
				case 'envelope':
					return answer(false, 'Item not found.', []);
			}
		},
	};
}
