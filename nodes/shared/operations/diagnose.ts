import type { Asked, Assumption, Diagnosis, Question } from '../assumptions';
import { REPORT } from '../assumptions';
import { member } from '../envelope';
import { Fault, orThrow } from '../fault';
import type { FaultKind } from '../fault';
import { refOf } from '../keys';
import type { Parameters } from '../parameters';
import type { Diagnose } from '../resource';
import type { Connection, Looked } from '../send';
import { asItIs } from '../shape';
import { asObject, asText, numeric } from '../values';
import type { Vendor } from '../vendor';
import type { VendorRequest } from '../wire';
import type { Give, Kind, Plan, Run } from './kind';

/** Asks the vendor what its guide assumes of it: reading requests alone, one after the other. */

interface DiagnosePlan extends Plan {
	readonly sample: string | undefined;
}

export const diagnose: Kind<Diagnose, DiagnosePlan> = {
	plan: ({ operation, vendor }, parameters) => ({
		sample: sampleIn(operation, vendor, parameters),
		output: asItIs,
	}),
	identity: ({ sample = '' }) => sample,
	begin: (run) => ({ one: async ({ sample }, give) => await diagnosed(run, sample, give) }),
};

/** @throws InputFault for what breaks the rule for such keys: nothing could be asked with it */
function sampleIn({ sample }: Diagnose, { resources }: Vendor, parameters: Parameters): string | undefined {
	if (sample === undefined) return undefined;
	const { displayName, name } = sample.parameter;
	const given = parameters.text(name, displayName);
	const keys = resources[sample.of]?.keys ?? [];
	const mode = keys.find((each) => each.name === 'id') ?? keys[0];
	return given === undefined || mode === undefined
		? undefined
		: String(refOf(mode, given, displayName, keys).value);
}

/** What became of a question that was asked. */
interface Outcome {
	readonly request: VendorRequest;
	readonly looked: Looked | Fault;
}

/** Faults that end a diagnosis, as they end everything else. */
const ENDING: ReadonlySet<FaultKind> = new Set(['login', 'credential', 'session', 'cancelled']);
/** So many questions in a row without an answer, and the others are not asked. */
const MOST_UNANSWERED = 3;
const MOST_SKEW_MS = 60_000;

async function diagnosed(
	{ connection, stoppedAt, vendor: { diagnosis: rule, displayName, session } }: Run<Diagnose>,
	sample: string | undefined,
	give: Give,
): Promise<void> {
	const diagnosis = await rule?.load();
	if (diagnosis === undefined) return;
	const outcomes = await answers(connection, diagnosis, sample);
	const all = [...outcomes.values()].map(({ looked }) => looked);
	if (all.some((each) => each instanceof Fault && each.details.kind === 'budget')) stoppedAt('budget');
	const tell = (assumption: string, holds: boolean | undefined, evidence: string, advice: string): void => {
		const verdict = holds === undefined ? 'unknown' : holds ? 'confirmed' : 'contradicted';
		const { clean } = connection.secrecy;
		give({ assumption, verdict, evidence: clean(evidence), advice: holds === true ? '' : clean(advice) });
	};
	for (const each of assumptionsOf(diagnosis)) tell(each.assumption, ...verdictOn(each, outcomes));
	if (diagnosis.expires === true) {
		const isAhead = asText(connection.credential.sessionExpiresAt) !== '';
		tell(
			EXPIRY,
			isAhead,
			`The log-in named ${isAhead ? 'a time that was still to come' : 'no time, or one that had passed'}.`,
			'Nothing to do: a session is renewed when it is refused.',
		);
	}
	const skew = all.flatMap((each) => (each instanceof Fault ? [] : (each.skewMs ?? [])))[0];
	tell(
		`The clocks of ${displayName} and this n8n agree within a minute`,
		skew === undefined ? undefined : Math.abs(skew) <= MOST_SKEW_MS,
		skew === undefined
			? 'No answer had a Date header.'
			: `They differ by ${Math.round(skew / 1000)} seconds.`,
		`Set the clock of this machine from the network${session === undefined ? '' : ': it says when sessions are renewed'}.`,
	);
	tell(
		'All else under "Documented and assumed" in the guide',
		undefined,
		'Reading cannot tell: it would take writing, or somebody who knows the system.',
		'Try it with a test record.',
	);
}

const EXPIRY = 'A session ends at the time that the log-in names';
/** Stands for the request with which no session goes. */
const afterTheEnd: Question = () => undefined;
const ENDED: Assumption = {
	assumption: 'A session or token that has ended is refused in the way that the guide names',
	from: [afterTheEnd],
	tells: ({ refused }) => refused === 'session',
	advice: `${REPORT} Sessions that end are not renewed.`,
};

/** All that a diagnosis checks by asking. */
const assumptionsOf = ({ assumptions, ended }: Diagnosis): readonly Assumption[] =>
	ended === undefined ? assumptions : [...assumptions, ENDED];

/** What is checked, for the documentation. */
export const checkedBy = (diagnosis: Diagnosis): string[] => [
	...assumptionsOf(diagnosis).map(({ assumption }) => assumption),
	...(diagnosis.expires === true ? [EXPIRY] : []),
];

async function answers(
	connection: Connection,
	{ ended, questions }: Diagnosis,
	sample: string | undefined,
): Promise<Map<Question, Outcome>> {
	const outcomes = new Map<Question, Outcome>();
	const of = (question: Question): Asked | undefined => {
		const looked = outcomes.get(question)?.looked;
		const asked = looked === undefined || looked instanceof Fault ? undefined : askedIn(looked);
		return asked?.refused === undefined ? asked : undefined;
	};
	let unanswered: Fault[] = [];
	const ask = async (
		question: Question,
		request: VendorRequest | undefined,
		instead?: Readonly<Record<string, string>>,
	): Promise<void> => {
		if (request === undefined) return;
		const [last] = unanswered;
		const isOver = unanswered.length >= MOST_UNANSWERED;
		const looked = isOver && last !== undefined ? last : await connection.look(request, instead);
		if (looked instanceof Fault && ENDING.has(looked.details.kind)) orThrow(looked);
		unanswered = looked instanceof Fault ? [looked, ...unanswered] : [];
		outcomes.set(question, { request, looked });
	};
	for (const question of questions) await ask(question, question(of, sample));
	if (ended !== undefined) await ask(afterTheEnd, ended.request, ended.instead);
	return outcomes;
}

function askedIn({ said }: Looked): Asked {
	if (said === undefined) return { records: [], refused: 'unreadable' };
	return said.kind === 'refused' ? { records: [], refused: said.reason } : said;
}

function verdictOn(
	{ advice, from, tells }: Assumption,
	outcomes: ReadonlyMap<Question, Outcome>,
): [holds: boolean | undefined, evidence: string, advice: string] {
	const evidence = [...outcomes]
		.filter(([question]) => from.includes(question))
		.map(([, each]) => seen(each));
	const looked = from.map((question) => outcomes.get(question)?.looked);
	const fault = looked.find((each) => each instanceof Fault);
	if (fault !== undefined) return [undefined, evidence.join(' '), fault.details.description ?? AGAIN];
	const [first, ...others] = (looked as Array<Looked | undefined>).map((each) => each && askedIn(each));
	const told = first === undefined ? 'Not asked: there was no record to ask with.' : tells(first, ...others);
	if (typeof told === 'string' || first === undefined)
		return [undefined, [...evidence, told].join(' '), AGAIN];
	return [told, evidence.join(' '), typeof advice === 'string' ? advice : advice(first, ...others)];
}

const AGAIN = 'Run it again with records, or a sample, to tell by.';

/** A request and its answer in names and numbers: never a value of a record. */
function seen({ looked, request }: Outcome): string {
	const { body = {}, method, path, query = {} } = request;
	const names = [
		...Object.keys(query),
		...(Array.isArray(body) ? [`list of ${body.length}`] : Object.keys(body)),
	];
	const sent = `${method} ${path.join('/')} (${names.join(', ')})`;
	if (looked instanceof Fault) {
		const { kind, status } = looked.details;
		return `${sent}: no answer to go by (${kind}${status === undefined ? '' : ` ${status}`}).`;
	}
	const { body: answer, status } = looked.answer;
	const { next, records, refused } = askedIn(looked);
	const count = `${records.length} record(s)${next === undefined ? '' : ', more follow'}`;
	const envelope = asObject(answer);
	const code = numeric(member(asObject(member(envelope, 'status')) ?? envelope, 'code'));
	const shape = Object.keys(envelope ?? {}).filter((name) => /^[a-z$_]{1,30}$/i.test(name));
	return `${sent}: HTTP ${status}${code === null ? '' : `, code ${code}`}, ${refused === undefined ? count : `refused (${refused})`}, {${shape.slice(0, MOST_NAMES).join(', ')}}.`;
}

const MOST_NAMES = 8;
