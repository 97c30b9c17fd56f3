import type { IDataObject } from 'n8n-workflow';
import { compare } from './compare';
import type { Row, Target } from './compare';
import type { SandboxProcess } from './processes';
import { BARE, common, FIRST_KEY, OURS, titleOf } from './stage';
import type { Job, Stage } from './stage';

/** What it costs to find one record of a vendor that has no search, as its list grows. */

const VENDOR = 'guardant';

/** Where the record is there, and its names have not changed. */
const MOST_REQUESTS: Target = { kind: 'most', value: 25 };

const DRY_RUN = { dryRun: true };

interface Wanted {
	readonly words: string;
	readonly item: IDataObject;
	readonly changing?: string;
	readonly options?: IDataObject;
	readonly target?: Target;
}

/** A company with a reference, well inside the list; the sandbox makes them in every place. */
async function someone(sandbox: SandboxProcess): Promise<IDataObject> {
	const records = await sandbox.records(VENDOR);
	const from = Math.floor(records.length * 0.7);
	const found = records.slice(from).find(({ crmid, companyname }) => crmid !== '' && companyname !== '');
	if (found === undefined) throw new Error('The sandbox has no company with a reference');
	return found as IDataObject;
}

async function wantedOf(sandbox: SandboxProcess): Promise<Wanted[]> {
	const { companyname, crmid, lastname, name } = await someone(sandbox);
	const named = { customerCompanyName: companyname, customerLastName: lastname, customerName: name };
	const nobody = { ...named, crmId: 'NONE', customerCompanyName: 'Bench & Daughters' };
	return [
		{
			words: 'is there',
			item: { ...named, crmId: crmid },
			changing: 'customerDescription',
			target: MOST_REQUESTS,
		},
		{ words: 'is not there', item: nobody, options: DRY_RUN },
		{ words: 'is not there, Reuse List', item: nobody, options: { ...DRY_RUN, reuseList: 3600 } },
	];
}

async function rowsOf(stage: Stage, size: number): Promise<Row[]> {
	const sandbox = await stage.sandbox(size);
	const all = await common(sandbox, VENDOR, 'search', [{ key: FIRST_KEY[VENDOR] }], { warmUp: 100 });
	const rows: Row[] = [];
	for (const { words, item, changing, options, target } of await wantedOf(sandbox)) {
		const one = await common(sandbox, VENDOR, 'upsert', [item], {
			parameters: { matchOn: 'crmId' },
			changing,
			options,
		});
		const samples = await compare(sandbox, {
			job: 'list',
			subject: `${titleOf(VENDOR)}, one of ${size.toLocaleString('en')} that ${words}`,
			latencyMs: 10,
			tasks: { [OURS]: { ...one, contender: 'ours' }, [BARE]: { ...all, contender: 'bare' } },
			rounds: Math.min(stage.sizes.rounds, 3),
		});
		const pair = [OURS, BARE] as const;
		rows.push(
			samples.row(pair, 'requests', { label: 'requests', unit: '', target }),
			samples.row(pair, 'wallMs', { label: 'time', unit: 'ms' }),
			samples.row(pair, 'cpuMs', { label: 'CPU', unit: 'ms' }),
		);
	}
	return rows;
}

export const list: Job = {
	name: 'list',
	title: 'Create or Update of one customer among many, without a search at the vendor',
	method:
		"Guardant Station has no search: one customer is matched on its reference, and its names are as they were. Against a node that fetches the whole list with n8n's `httpRequest`, 100 customers a page and 10 pages at a time, and counts it, as whoever reads it all has to. A customer that is there has its description changed, with a look at it and a write; one that is not there is looked for with Dry Run, so that the list stays as long as it is. With Reuse List an execution before it has read the list.",
	run: async (stage) => {
		const rows: Row[] = [];
		for (const size of stage.sizes.lists) rows.push(...(await rowsOf(stage, size)));
		return rows;
	},
};
