import type { Sandbox, TableNames, VendorName } from '../sandbox';
import type { Random } from '../sandbox/data';
import { vendors, weevioYesterday } from '../vendors';
import { cursorOf } from './database';
import type { StoredCredential } from './examples';
import type { Instance } from './instance';
import { currentN8n } from './n8n';
import type { PinnedN8n } from './n8n';
import type { N8nRest } from './rest';
import { chain, customerNode, mapped } from './workflows';
import type { TestNode, TestWorkflow } from './workflows';

/** Workflows of a trigger and Create or Update at a second vendor, and what has to be there in the end. */

/** n8n polls no more often than once a minute for each of these: here are as many as give one in two seconds. */
const EVERY_OTHER_SECOND = Array.from({ length: 30 }, (_, index) => ({
	mode: 'custom',
	cronExpression: `${index * 2} * * * * *`,
}));

/** Records that are there from the start, where single ones are watched. */
const NAMED = 20;

interface Copying {
	/** At most 16 characters: of a workflow with a longer one n8n 1.x stores nothing that its trigger knows. */
	readonly id: string;
	readonly vendor: VendorName;
	readonly table: TableNames[VendorName];
	readonly parameters: Record<string, unknown>;
	/** What a new record is made of beside the change; left out where only those that are named are watched. */
	readonly fresh?: Record<string, unknown>;
	/** Each change is another text in this field of the vendor's, and in this key of the item. */
	readonly field: string;
	readonly shown: string;
	/** Whether a record is changed after it was made. */
	readonly isChanged: boolean;
	readonly to: 'weevio' | 'pdm';
}

const COPYINGS: readonly Copying[] = [
	{
		// Not its customers: that is where most of the copies go.
		id: 'weevio',
		vendor: 'weevio',
		table: 'order',
		parameters: { resource: 'order', event: 'createdOrUpdated', options: { minimumInterval: 0 } },
		fresh: { ORDER_DATE: weevioYesterday(new Date()) },
		field: 'ORDER_STATUS',
		shown: 'status',
		isChanged: true,
		to: 'pdm',
	},
	{
		id: 'pdm',
		vendor: 'pdm',
		table: 'customer',
		parameters: { resource: 'customer', event: 'updated' },
		field: 'last_name',
		shown: 'lastName',
		isChanged: true,
		to: 'weevio',
	},
	{
		id: 'manex',
		vendor: 'manex',
		table: 'purchaseOrder',
		parameters: { resource: 'purchaseOrder', event: 'createdOrUpdated' },
		fresh: {},
		field: 'POSTATUS',
		shown: 'status',
		isChanged: true,
		to: 'weevio',
	},
	{
		id: 'guardant',
		vendor: 'guardant',
		table: 'customer',
		parameters: { resource: 'customer', event: 'createdOrUpdated' },
		fresh: {},
		field: 'companyname',
		shown: 'companyName',
		isChanged: true,
		to: 'weevio',
	},
	{
		id: 'epass',
		vendor: 'epass',
		table: 'customer',
		parameters: { resource: 'customer', event: 'created' },
		fresh: {},
		field: 'LastName',
		shown: 'lastName',
		isChanged: false,
		to: 'weevio',
	},
	{
		id: 'epassInvoices',
		vendor: 'epass',
		table: 'invoice',
		parameters: { resource: 'invoice', event: 'createdOrUpdated' },
		fresh: {},
		field: 'Status',
		shown: 'status',
		isChanged: true,
		to: 'weevio',
	},
];

const DOMAIN = '@copy.example';
/** What tells a copy from all others: whose it is, and of which record. */
const reference = (id: string, key: string): string => `${id}-${key}${DOMAIN}`;

type Find = (id: string) => StoredCredential;

const target = ({ id, shown, to }: Copying, find: Find): TestNode => {
	const copy = `=${reference(id, '{{ $json.id }}')}`;
	const text = `={{ $json.${shown} }}`;
	const fields =
		to === 'pdm'
			? { ...vendors.pdm.newCustomer, external_customer_ref: copy, last_name: text }
			: { BEMAIL: copy, CUSTOMER_NAME: text };
	return customerNode('Create or Update', vendors[to].node, find(vendors[to].account.id), {
		operation: 'upsert',
		matchOn: to === 'pdm' ? 'external_customer_ref' : 'BEMAIL',
		fields: mapped(fields),
	});
};

/** Whose records are to be copied, and to where; random changes to them, and what came of it. */
export class Copies {
	readonly workflows: readonly TestWorkflow[];
	/** The text that the copy of each record must have, by the copy's reference. */
	private readonly wanted = new Map<string, string>();
	private readonly keys = new Map<Copying, string[]>();
	private changes = 0;

	/** @param find a stored credential by its id */
	constructor(
		private readonly control: Sandbox['control'],
		private readonly random: Random,
		find: Find,
	) {
		this.workflows = COPYINGS.map((each) => {
			const named = each.fresh === undefined ? this.named(each) : undefined;
			const { node, account } = vendors[each.vendor];
			const { id, name, type } = find(account.id);
			const trigger: TestNode = {
				name: 'Trigger',
				type: `n8n-nodes-backoffice.${node}Trigger`,
				parameters: {
					pollTimes: { item: EVERY_OTHER_SECOND },
					...each.parameters,
					...(named === undefined ? {} : { watch: named.join(', ') }),
				},
				credentials: { [type]: { id, name } },
			};
			return chain(each.id, trigger, target(each, find));
		});
	}

	/** Makes or changes records, some of each vendor in no order. */
	change(count: number): void {
		for (let index = 0; index < count; index++) {
			const each = this.random.pick(COPYINGS);
			const text = `Text ${++this.changes}`;
			const keys = this.keys.get(each) ?? [];
			const isNew =
				each.fresh !== undefined && (!each.isChanged || keys.length === 0 || this.random.next() < 0.5);
			const fields = { [each.field]: text };
			const key = isNew ? this.inserted(each, fields) : this.random.pick(keys);
			if (!isNew && !this.control.amend(each.vendor, each.table as never, key, fields))
				throw new Error(`No ${each.table} ${key} to change`);
			this.wanted.set(reference(each.id, key), text);
		}
	}

	/** Waits until the vendors have seen so many requests. */
	async requests(count: number): Promise<void> {
		await new Promise<void>((resolve) => {
			let seen = 0;
			const stop = this.control.onRequest(() => {
				if (++seen < count) return;
				stop();
				resolve();
			});
		});
	}

	get size(): number {
		return this.wanted.size;
	}

	/** What is missing, old, doubled or too much among the copies, in words. */
	faults(): string[] {
		const found = new Map<string, string[]>();
		const note = (copy: unknown, text: unknown): void => {
			if (!String(copy).endsWith(DOMAIN)) return;
			found.set(String(copy), [...(found.get(String(copy)) ?? []), String(text)]);
		};
		for (const record of this.control.created('weevio')) note(record.BEMAIL, record.CUSTOMER_NAME);
		for (const record of this.control.created('pdm')) note(record.external_customer_ref, record.last_name);
		const faults = [...this.wanted].flatMap(([copy, text]) => {
			const texts = found.get(copy) ?? [];
			return texts.length === 1 && texts[0] === text
				? []
				: [`${copy}: ${texts.join(' and ')} instead of ${text}`];
		});
		const strangers = [...found.keys()].filter((copy) => !this.wanted.has(copy));
		return [...faults, ...strangers.map((copy) => `${copy}: of a record that nobody changed`)];
	}

	private inserted(each: Copying, fields: Record<string, unknown>): string {
		const key = this.control.insert(each.vendor, each.table as never, { ...each.fresh, ...fields });
		return this.known(each, String(key));
	}

	private known(each: Copying, key: string): string {
		const keys = this.keys.get(each) ?? [];
		this.keys.set(each, [...keys, key]);
		return key;
	}

	private named(each: Copying): string[] {
		return Array.from({ length: NAMED }, () => this.inserted(each, {}));
	}
}

/** An n8n in which the copies are made. */
export interface CopyingN8n {
	readonly rest: N8nRest;
	/** What a workflow's trigger knows, where n8n does not store it with the workflow. */
	cursorOf?(workflowId: string): Promise<unknown>;
	/** Waits until something holds. */
	until(what: string, holds: () => boolean | Promise<boolean>): Promise<void>;
	/** Ends it at once, and starts it anew. */
	crash(): Promise<unknown>;
}

/** @param started as `instance.start` has it */
export const copyingIn = (instance: Instance, started: N8nRest): CopyingN8n => {
	let rest = started;
	return {
		get rest() {
			return rest;
		},
		cursorOf: async (workflowId) => await cursorOf(instance.userFolder, workflowId),
		until: async (what, holds) => await instance.until(what, holds),
		crash: async () => ({ rest } = await instance.crash()),
	};
};

/**
 * For an n8n that is killed: where an execution was stored and not yet started, n8n (1.123 and 2.41) ends by itself at
 * its next start, whatever nodes it runs, since its insights read the start of each execution that it finds broken off
 * ("Cannot read properties of null (reading 'getTime')"). It starts when it is started once more.
 */
export const withoutInsights = ({ env }: PinnedN8n = currentN8n): NodeJS.ProcessEnv => ({
	N8N_DISABLED_MODULES: [env?.N8N_DISABLED_MODULES, 'insights'].filter(Boolean).join(','),
});

/** The vendors see at most so many requests before something happens: polls, look-ups and writes. */
const MOST_REQUESTS = 60;

/** How often n8n is killed, and how many changes there are: few by themselves, and as many as somebody wants to try. */
const TRIAL = { kills: Number(process.env.KILLS ?? 2), changes: Number(process.env.CHANGES ?? 100) };
export const SEED = Number(process.env.SEED ?? 1);

/**
 * Changes records while n8n, in which the workflows are published, is killed at random moments; waits until each copy
 * is there.
 * @returns what happened, in words
 */
export async function copyThroughCrashes(
	n8n: CopyingN8n,
	copies: Copies,
	random: Random,
	{ kills, changes } = TRIAL,
): Promise<string> {
	const ids = copies.workflows.map(({ id }) => id);
	// n8n publishes in the background, after it has answered.
	await n8n.until('each trigger has its baseline', async () => {
		const states = await Promise.all(
			ids.map(async (id) => (await n8n.rest.stateOf(id, 'Trigger')) ?? (await n8n.cursorOf?.(id))),
		);
		return !states.includes(undefined);
	});
	const each = Math.ceil(changes / (kills + 1) / 2);
	for (let life = 0; life <= kills; life++) {
		if (life > 0) await n8n.crash();
		copies.change(each);
		await copies.requests(random.int(1, MOST_REQUESTS));
		copies.change(each);
		await copies.requests(random.int(1, MOST_REQUESTS));
	}
	let faults: string[] = [];
	try {
		await n8n.until('each copy is there', () => (faults = copies.faults()).length === 0);
	} catch (problem) {
		throw new Error([(problem as Error).message, ...faults.slice(0, 20)].join('\n'));
	}
	const counts = await Promise.all(ids.map(async (id) => `${id} ${await n8n.rest.executionsOf(id)}`));
	return `${2 * each * (kills + 1)} changes of ${copies.size} records, ${kills} kills; executions: ${counts.join(', ')}`;
}
