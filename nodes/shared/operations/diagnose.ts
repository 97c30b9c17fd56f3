import type { Asked, Assumption, Diagnosis } from '../assumptions';
import { Fault, orThrow } from '../fault';
import type { FaultKind } from '../fault';
import type { Diagnose } from '../resource';
import { asItIs } from '../shape';
import { asObject, asText } from '../values';
import type { Vendor } from '../vendor';
import type { Connection, Looked } from '../send';
import type { Give, Kind, Plan, Run } from './kind';

/** Asks the vendor what its guide assumes of it: reading requests alone, one after the other. */

interface DiagnosePlan extends Plan {
	readonly sample: string | undefined;
}

export const diagnose: Kind<Diagnose, DiagnosePlan> = {
	plan: ({ operation }, parameters) => ({
		sample: operation.sample && parameters.text(operation.sample.name, operation.sample.displayName),
		output: asItIs,
	}),
	identity: ({ sample = '' }) => sample,
	begin: (run) => ({ one: async ({ sample }, give) => await diagnosed(run, sample, give) }),
};

type Verdict = 'confirmed' | 'contradicted' | 'unknown';

/** What became of a question that was asked. */
type Outcome = Asked | Fault;

/** Faults that end a diagnosis, as they end everything else. */
const ENDING: ReadonlySet<FaultKind> = new Set(['login', 'credential', 'session', 'cancelled']);
/** So many questions in a row without an answer, and the others are not asked. */
const MOST_UNANSWERED = 3;

async function diagnosed(
	{ connection, stoppedAt, vendor }: Run<Diagnose>,
	sample: string | undefined,
	give: Give,
): Promise<void> {
	const diagnosis = await vendor.diagnosis?.load();
	if (diagnosis === undefined) return;
	const { assumptions, expiry, untold } = diagnosis;
	const clock: Clock = {};
	const outcomes = await answers(connection, diagnosis, sample, clock);
	if ([...outcomes.values()].some(isOverBudget)) stoppedAt('budget');
	const tell = (assumption: string, verdict: Verdict, evidence: string, advice: string): void => {
		const { clean } = connection.secrecy;
		give({ assumption, verdict, evidence: clean(evidence), advice: clean(advice) });
	};
	for (const each of assumptions) tell(each.assumption, ...verdictOn(each, diagnosis, outcomes));
	if (expiry !== undefined && vendor.session?.isUsed(connection.credential) === true)
		tell(expiry, ...expiryVerdict(connection));
	tell(
		`The clocks of ${vendor.displayName} and this n8n agree within a minute`,
		...clockVerdict(clock, vendor),
	);
	tell(
		'All else that the guide names under "Documented and assumed"',
		'unknown',
		`Reading cannot tell: ${untold}.`,
		'Compare with the guide, and try it with a test record.',
	);
}

const isOverBudget = (outcome: Outcome): boolean =>
	outcome instanceof Fault && outcome.details.kind === 'budget';

async function answers(
	connection: Connection,
	{ questions }: Diagnosis,
	sample: string | undefined,
	clock: Clock,
): Promise<Map<string, Outcome>> {
	const outcomes = new Map<string, Outcome>();
	const of = (name: string): Asked | undefined => {
		const outcome = outcomes.get(name);
		return outcome instanceof Fault || outcome?.refused !== undefined ? undefined : outcome;
	};
	let unanswered: Fault[] = [];
	for (const [name, { instead, request }] of Object.entries(questions)) {
		const wanted = request(of, sample);
		if (wanted === undefined) continue;
		const [last] = unanswered;
		if (last !== undefined && unanswered.length >= MOST_UNANSWERED) {
			outcomes.set(name, last);
			continue;
		}
		const looked = await connection.look(wanted, instead);
		if (looked instanceof Fault) {
			if (ENDING.has(looked.details.kind)) orThrow(looked);
			unanswered = [looked, ...unanswered];
			outcomes.set(name, looked);
		} else {
			unanswered = [];
			clock.skewMs ??= looked.skewMs;
			outcomes.set(name, asked(looked));
		}
	}
	return outcomes;
}

function asked({ answer, said }: Looked): Asked {
	const { body, status } = answer;
	if (said === undefined) return { status, body, records: [], warnings: [], refused: 'unreadable' };
	if (said.kind === 'refused') return { status, body, records: [], warnings: [], refused: said.reason };
	const { next, records, warnings = [] } = said;
	return { status, body, records, warnings, next };
}

function verdictOn(
	{ advice, from, saw, tells }: Assumption,
	{ questions }: Diagnosis,
	outcomes: ReadonlyMap<string, Outcome>,
): [Verdict, string, string] {
	const found = from.map((name) => outcomes.get(name));
	const evidence = [...outcomes]
		.filter(([name]) => from.includes(name))
		.map(([name, outcome]) => `${questions[name]?.sent ?? ''} → ${seen(outcome)}.`)
		.join(' ');
	const fault = found.find((outcome) => outcome instanceof Fault);
	if (fault !== undefined) return ['unknown', evidence, fault.details.description ?? ''];
	const [first, ...others] = found as Array<Asked | undefined>;
	if (first === undefined) return ['unknown', `${NOT_ASKED} ${evidence}`.trim(), AGAIN];
	const told = tells(first, ...others);
	const more = saw?.(first, ...others);
	const all = more === undefined ? evidence : `${evidence} ${more}`;
	if (typeof told === 'string') return ['unknown', `${all} ${told}`, AGAIN];
	if (told) return ['confirmed', all, ''];
	return ['contradicted', all, typeof advice === 'string' ? advice : advice(first, ...others)];
}

const NOT_ASKED = 'Not asked: there was no record to ask with.';
const AGAIN = 'Run it again once there are records to tell by.';

function seen(outcome: Outcome): string {
	if (outcome instanceof Fault) {
		const { kind, status } = outcome.details;
		return kind === 'budget'
			? 'not sent, Max Requests was reached'
			: `no answer to go by (${kind}${status === undefined ? '' : `, HTTP ${status}`})`;
	}
	const { body, next, records, refused, status } = outcome;
	const what =
		refused === undefined
			? `${records.length} ${records.length === 1 ? 'record' : 'records'}${next === undefined ? '' : ', more follow'}`
			: refused === 'unreadable'
				? 'an answer of an unknown form'
				: `refused as "${refused}"`;
	return `HTTP ${status}, ${what}${shapeOf(body)}`;
}

const MOST_NAMES = 8;

/** The names at the top of an answer: never a value. */
function shapeOf(body: unknown): string {
	if (typeof body === 'string') return ', as text';
	const names = Object.keys(asObject(body) ?? {}).filter((name) => /^[a-z$_]{1,30}$/i.test(name));
	return names.length === 0 ? '' : ` {${names.slice(0, MOST_NAMES).join(', ')}}`;
}

/** How far the vendor's clock is ahead of ours. */
interface Clock {
	skewMs?: number | undefined;
}

const MOST_SKEW_MS = 60_000;

function clockVerdict({ skewMs }: Clock, { session }: Vendor): [Verdict, string, string] {
	if (skewMs === undefined) return ['unknown', 'No answer had a Date header.', ''];
	const seconds = Math.round(skewMs / 1000);
	return Math.abs(skewMs) <= MOST_SKEW_MS
		? ['confirmed', 'Date header against the clock of this machine: less than a minute.', '']
		: [
				'contradicted',
				`Date header against the clock of this machine: ${seconds} seconds.`,
				`Set the clock of this machine from the network${session === undefined ? '' : ': it says when sessions are renewed'}.`,
			];
}

function expiryVerdict({ credential }: Connection): [Verdict, string, string] {
	return asText(credential.sessionExpiresAt) === ''
		? [
				'contradicted',
				'The log-in named no time, or one that had passed already.',
				'Nothing to do: a session is renewed when it is refused. Tell us all the same.',
			]
		: ['confirmed', 'The log-in named a time that was still to come.', ''];
}
