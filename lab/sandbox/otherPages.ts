import { isObject, parseJson } from './json';
import type { Fault, VendorName, VendorReply, VendorRequest } from './types';

type PageFault = Extract<Fault, { kind: 'repeatPages' | 'shortPages' | 'longPages' | 'endlessPages' }>;

interface Page {
	/** As sent; undefined where none was. */
	readonly start: number | undefined;
	readonly size: number | undefined;
}

/** How each vendor is asked for a page, and asked for another one instead. */
interface Pager {
	/** The most records that the vendor gives at a time: a longer page is put together from several. */
	readonly most?: number;
	read(call: VendorRequest): Page;
	with(call: VendorRequest, page: Page): VendorRequest;
}

const inQuery = (startName: string | undefined, sizeName: string): Pager => ({
	read: ({ query }) => ({
		start: startName === undefined ? undefined : numberOf(query.get(startName)),
		size: numberOf(query.get(sizeName)),
	}),
	with: (call, { start, size }) => {
		const query = new URLSearchParams(call.query);
		if (startName !== undefined && start !== undefined) query.set(startName, String(start));
		if (size !== undefined) query.set(sizeName, String(size));
		return { ...call, query };
	},
});

const inBody: Pager = {
	read: ({ rawBody }) => {
		const paging = pagingOf(rawBody);
		return { start: numberOf(paging.pageStartId), size: numberOf(paging.pageSize) };
	},
	with: (call, { start, size }) => {
		const body = parseJson(call.rawBody);
		const paging = { ...pagingOf(call.rawBody), pageSize: size, pageStartId: start };
		return { ...call, rawBody: JSON.stringify({ ...(isObject(body) ? body : {}), paging }) };
	},
};

const PAGERS: Partial<Record<VendorName, Pager>> = {
	weevio: inQuery(undefined, 'maxReturn'),
	guardant: { ...inQuery('offset', 'limit'), most: 100 },
	epass: inBody,
};

/** The answer to a list in pages that are not as asked for; where nothing is paged, as ever. */
export function inOtherPages(
	vendor: VendorName,
	call: VendorRequest,
	fault: PageFault,
	work: (call: VendorRequest) => VendorReply,
): VendorReply {
	const pager = PAGERS[vendor];
	const page = pager?.read(call);
	if (pager === undefined || page?.size === undefined) return work(call);
	const { size } = page;
	switch (fault.kind) {
		case 'repeatPages':
			return work(pager.with(call, { start: 0, size }));
		case 'shortPages':
			return work(pager.with(call, { ...page, size: Math.min(size, fault.most) }));
		case 'longPages':
			return joined(call, page, fault.least, pager, work);
		case 'endlessPages':
			return movedOn(work(pager.with(call, { start: 0, size })), page);
	}
}

/** At least so many records from where the page begins, asked for in parts that the vendor takes. */
function joined(
	call: VendorRequest,
	{ size = 0, start = 0 }: Page,
	least: number,
	pager: Pager,
	work: (call: VendorRequest) => VendorReply,
): VendorReply {
	const { most = Infinity } = pager;
	const first = work(pager.with(call, { start, size: Math.min(most, Math.max(least, size)) }));
	const list = listIn(first);
	if (most === Infinity || list === undefined) return first;
	const rows = [...list.rows];
	while (rows.length < least) {
		const next = { start: start + rows.length, size: Math.min(most, least - rows.length) };
		const more = listIn(work(pager.with(call, next)))?.rows ?? [];
		if (more.length === 0) break;
		rows.push(...more);
	}
	return { ...first, body: { ...(first.body as object), [list.name]: rows } };
}

/** The same records, and the word that more follow behind a cursor that grows. */
function movedOn(answer: VendorReply, { size = 1, start = 0 }: Page): VendorReply {
	if (!isObject(answer.body) || !isObject(answer.body.Paging)) return answer;
	const Paging = { ...answer.body.Paging, PagesRemaining: true, LargestID: start + size };
	return { ...answer, body: { ...answer.body, Paging } };
}

function listIn({ body }: VendorReply): { name: string; rows: unknown[] } | undefined {
	if (!isObject(body)) return undefined;
	for (const [name, rows] of Object.entries(body)) if (Array.isArray(rows)) return { name, rows };
	return undefined;
}

function pagingOf(rawBody: string): Record<string, unknown> {
	const body = parseJson(rawBody);
	return isObject(body) && isObject(body.paging) ? body.paging : {};
}

function numberOf(value: unknown): number | undefined {
	const number = Number(value ?? NaN);
	return Number.isFinite(number) ? number : undefined;
}
