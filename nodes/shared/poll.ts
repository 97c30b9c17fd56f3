import { randomBytes } from 'node:crypto';

import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeExecutionData,
	IPollFunctions,
} from 'n8n-workflow';

import { Fault, InputFault, toNodeError } from './fault';
import type { Secrecy } from './fault';
import { chosenFrom, numberOfItems, pollParameters } from './parameters';
import type { Parameters } from './parameters';
import { pollKindOf } from './polling';
import type { Memory, Noticed, Poll, PollKind, PollRun } from './polling/kind';
import { Patience } from './polling/patience';
import { recent, scopeOf, stateIn } from './polling/state';
import type { Emission, State } from './polling/state';
import { watchingOf } from './polling/watching';
import { quoted } from './printable';
import { sayProgress, traffic } from './progress';
import type { Timer } from './progress';
import { Connection, secrecyOf } from './send';
import { settingsOf } from './settings';
import { asObject, numeric } from './values';
import type { Vendor } from './vendor';
import type { Watched, WatchEvent, WatchSource } from './watch';

const MINUTE_MS = 60_000;
const USUAL_LIMIT = 100;
const USUAL_REPORT_AFTER_MIN = 10;
const USUAL_REPEAT_WITHIN_MIN = 5;
/** How many records a test in the editor shows. */
const MOST_SHOWN = 3;
/** How long a poll may take where n8n has no scheduler of its own for it. */
const USUAL_BUDGET_MS = 5 * MINUTE_MS;

/** The process in which a poll runs: what a test hands in. */
export interface Surroundings {
	readonly process: string;
	/** As epoch milliseconds. */
	readonly startedAt: number;
	now(): number;
	/** For what is said of a long poll. */
	readonly timer?: Timer | undefined;
}

const THIS_PROCESS: Surroundings = {
	process: randomBytes(6).toString('base64'),
	startedAt: performance.timeOrigin,
	now: () => Date.now(),
};

/**
 * One poll of a trigger: what is new or changed since what was given out before, as items; null when there is
 * nothing. **What was given out is the cursor**: the state changes together with emitted items only, or in this
 * process alone, so that a poll that fails, or whose result n8n throws away, changes nothing.
 */
export async function poll(
	context: IPollFunctions,
	vendor: Vendor,
	surroundings: Surroundings = THIS_PROCESS,
): Promise<INodeExecutionData[][] | null> {
	const node = nodeOf(context);
	if (context.getMode() === 'manual') return await new Polling(context, vendor, surroundings, node).shown();
	const first = !called.has(context);
	called.add(context);
	const polling = new Polling(context, vendor, surroundings, node);
	if (first) node.patience.resume();
	if (first && isRestart(context)) {
		polling.markUnfinished();
		return null;
	}
	// Two registrations of one trigger may live on in n8n, and a poll may take longer than until the next.
	if (node.running) return first ? polling.checked() : null;
	node.running = true;
	try {
		return await polling.polled(first);
	} finally {
		node.running = false;
	}
}

/** What this process remembers of a trigger node. */
interface PolledNode {
	running: boolean;
	askedAt: number | undefined;
	readonly patience: Patience;
	readonly said: Set<string>;
	scope: string | undefined;
	memory: Memory;
}

const nodes = new Map<string, PolledNode>();

function nodeOf(context: IPollFunctions): PolledNode {
	const id = `${context.getWorkflow().id ?? ''}:${context.getNode().id}`;
	const known = nodes.get(id);
	if (known !== undefined) return known;
	const node: PolledNode = {
		running: false,
		askedAt: undefined,
		patience: new Patience(),
		said: new Set(),
		scope: undefined,
		memory: emptyMemory(),
	};
	nodes.set(id, node);
	return node;
}

/** Contexts in which a poll was called before: n8n keeps one as long as a workflow is active. */
const called = new WeakSet<IPollFunctions>();

/** n8n polls once when it starts, all workflows at one moment; what has happened meanwhile is found a little later. */
function isRestart(context: IPollFunctions): boolean {
	const activation = context.getActivationMode();
	const starts = activation === 'init' || activation === 'leadershipChange';
	return starts && stateIn(context.getWorkflowStaticData('node')) !== undefined;
}

/** What a person set. */
interface Wanted {
	readonly name: string;
	readonly watched: Watched;
	readonly event: WatchEvent;
	readonly source: WatchSource;
	readonly kind: PollKind<WatchSource>;
	readonly watching: ReturnType<typeof watchingOf>;
	readonly limit: number;
	readonly existing: boolean;
	readonly minimumIntervalMs: number;
	readonly repeatWithinMs: number;
}

/** How much sooner than after the Minimum Interval n8n's schedule may come, in ms: it keeps time, but not to the millisecond. */
const earlyBy = (intervalMs: number): number => Math.min(30_000, intervalMs / 10);

const EVENTS: readonly WatchEvent[] = ['created', 'updated', 'createdOrUpdated', 'deleted'];

class Polling {
	private readonly parameters: Parameters;
	/** Until the credential is read there is no secret to blank. */
	private secrecy: Secrecy;

	constructor(
		private readonly context: IPollFunctions,
		private readonly vendor: Vendor,
		private readonly surroundings: Surroundings,
		private readonly node: PolledNode,
	) {
		this.parameters = pollParameters(context);
		this.secrecy = secrecyOf(vendor);
	}

	/** What a person sees who tests the trigger: some of the newest records, as they would be given out. */
	async shown(): Promise<INodeExecutionData[][]> {
		try {
			const wanted = this.wanted();
			const run = this.runOf(wanted, await this.connected());
			const newest = await wanted.kind.newest(run, MOST_SHOWN);
			const { many } = wanted.watched;
			if (newest.length === 0)
				throw new InputFault(`There are no ${many} to show`, 'Check the settings, or make one at the vendor');
			return [
				this.items(
					wanted,
					newest.map((each) => asShown(wanted, each)),
				),
			];
		} catch (error) {
			throw this.nodeError(error);
		}
	}

	/** What a person set, looked through alone: somebody else is asking. */
	checked(): null {
		try {
			this.wanted();
			return null;
		} catch (error) {
			throw this.nodeError(error);
		}
	}

	/**
	 * What may have ended with the process before is noted down: n8n stores it now, and this one may end as well before
	 * it can be given out once more.
	 */
	markUnfinished(): void {
		const { context } = this;
		const staticData = context.getWorkflowStaticData('node');
		const state = stateIn(staticData);
		if (state === undefined || context.getActivationMode() !== 'init') return;
		try {
			const { repeatWithinMs } = this.wanted();
			const emissions = state.emissions.map((emission) =>
				this.isUnfinished(emission, repeatWithinMs) ? { ...emission, due: true } : emission,
			);
			if (emissions.some(({ due }) => due === true))
				staticData.state = { ...state, emissions } satisfies State as unknown as IDataObject;
		} catch {
			// What is set wrong is told with the first poll.
		}
	}

	/** @param first whether n8n calls for the first time in this registration: a person may just be publishing */
	async polled(first: boolean): Promise<INodeExecutionData[][] | null> {
		const { context, node, surroundings } = this;
		const durable = this.isDurable();
		const publishing = first && !durable;
		try {
			return await this.given(publishing);
		} catch (error) {
			const told = this.nodeError(error);
			const verdict = node.patience.verdictOn(error, {
				now: surroundings.now(),
				publishing,
				durable,
				reportAfterMs: this.reportAfterMs(),
			});
			if (verdict === 'throw') throw told;
			context.logger.warn(`${context.getNode().name}: ${told.message}`);
			return null;
		}
	}

	/** What is new or changed since the state, which is brought up to date at the very end. */
	private async given(publishing: boolean): Promise<INodeExecutionData[][] | null> {
		const { context, node, surroundings } = this;
		const wanted = this.wanted();
		const now = surroundings.now();
		const since = node.askedAt === undefined ? Infinity : now - node.askedAt;
		// A clock that was set back keeps nobody waiting, and neither does a schedule that is early by a moment.
		const waits = since >= 0 && since < wanted.minimumIntervalMs - earlyBy(wanted.minimumIntervalMs);
		if (waits && !node.patience.hasRefused) return null;
		const budget = AbortSignal.timeout(this.budgetMs());
		const connection = await this.connected(budget);
		const { credential } = connection;
		// Who publishes wants to know; and what was edited since then may be taken now.
		if (!publishing && node.patience.isRefused(credential, now)) return null;

		const staticData = context.getWorkflowStaticData('node');
		const scope = this.scopeOf(wanted, credential);
		const stored = stateIn(staticData);
		const known = stored?.scope === scope ? this.readable(wanted, stored) : undefined;
		const state = known === undefined ? undefined : this.withoutUnfinished(wanted, known);
		// What is there counts as new where nothing was ever known, not where something else was.
		const existing = stored === undefined && wanted.existing;
		const remembered = scopeOf(scope, wanted.watching.scope);
		if (node.scope !== remembered) Object.assign(node, { scope: remembered, memory: emptyMemory() });

		node.askedAt = now;
		const { many } = wanted.watched;
		const endProgress = sayProgress(
			context,
			() => `${this.vendor.displayName}, looking for changes of ${many}: ${traffic(connection)}`,
			surroundings.timer,
		);
		let found: Poll;
		try {
			found = await wanted.kind.poll(this.runOf(wanted, connection, existing), state?.known);
		} catch (error) {
			node.patience.failed(error, credential, now);
			throw budget.aborted ? this.late() : error;
		} finally {
			endProgress();
		}
		node.patience.succeeded();
		const given = found.changes.slice(0, wanted.limit);
		const items = this.items(wanted, given);
		const at = surroundings.now();
		const emissions = recent(state?.emissions ?? [], at - wanted.repeatWithinMs);
		if (given.length > 0)
			emissions.push({ at, process: surroundings.process, names: wanted.kind.namesOf(given) });
		staticData.state = {
			scope,
			known: found.after(given),
			emissions,
		} satisfies State as unknown as IDataObject;
		return given.length === 0 ? null : [items];
	}

	/**
	 * A process that ended shortly after it gave something out may have ended before the execution did, and n8n does
	 * not tell: this is given out once more.
	 */
	private withoutUnfinished({ kind, repeatWithinMs }: Wanted, { emissions, known, ...state }: State): State {
		const isUnfinished = (emission: Emission): boolean => this.isUnfinished(emission, repeatWithinMs);
		return {
			...state,
			known: emissions.filter(isUnfinished).reduce((before, { names }) => kind.without(before, names), known),
			emissions: emissions.filter((emission) => !isUnfinished(emission)),
		};
	}

	private isUnfinished({ at, due, process }: Emission, repeatWithinMs: number): boolean {
		const { process: own, startedAt } = this.surroundings;
		return due === true || (process !== own && at <= startedAt && at >= startedAt - repeatWithinMs);
	}

	/** What is damaged is as good as nothing: what is there is looked at anew, and none of it is given out. */
	private readable({ kind }: Wanted, state: State): State | undefined {
		if (kind.isKnown(state.known)) return state;
		const { context } = this;
		context.logger.warn(
			`${context.getNode().name}: what was known could not be read; a new baseline is taken`,
		);
		return undefined;
	}

	private wanted(): Wanted {
		const { parameters, surroundings, vendor } = this;
		const name = chosenFrom(Object.keys(vendor.watched), parameters.raw('resource'), 'Resource');
		const watched = vendor.watched[name];
		if (watched === undefined)
			throw new InputFault(`Resource: ${vendor.displayName} has no ${name} to watch`);
		const event = chosenFrom(EVENTS, parameters.raw('event'), 'Event');
		if (!watched.watch.events.includes(event)) {
			throw new InputFault(
				`Event: ${watched.many} cannot be watched for "${event}"`,
				`Choose one of ${watched.watch.events.join(', ')}`,
			);
		}
		const source = watched.watch.source(event, parameters, new Date(surroundings.now()));
		const startsWith =
			event === 'created' || event === 'createdOrUpdated' ? parameters.raw('startWith') : 'new';
		return {
			name,
			watched,
			event,
			source,
			kind: pollKindOf(source),
			watching: watchingOf(vendor, watched, parameters),
			limit: numberOfItems(parameters, USUAL_LIMIT, `Enter a number such as ${USUAL_LIMIT}`),
			existing: chosenFrom(['new', 'existing'], startsWith ?? 'new', 'Start With') === 'existing',
			minimumIntervalMs: this.minutes('minimumInterval', vendor.minutesBetweenPolls ?? 0),
			repeatWithinMs: this.minutes('repeatAfterCrash', USUAL_REPEAT_WITHIN_MIN),
		};
	}

	/** Minutes of the options, as milliseconds. */
	private minutes(name: string, otherwise: number): number {
		const { options } = this.parameters;
		if (!(name in options)) return otherwise * MINUTE_MS;
		const minutes = numeric(options[name]);
		if (minutes !== null && minutes >= 0) return minutes * MINUTE_MS;
		throw new InputFault(
			`Options: ${quoted(options[name])} is no number of minutes (${name})`,
			'Enter a number from 0 on, or remove the option',
		);
	}

	private reportAfterMs(): number {
		try {
			return this.minutes('reportOutagesAfter', USUAL_REPORT_AFTER_MIN);
		} catch {
			// Then this is what is reported.
			return 0;
		}
	}

	private async connected(budget?: AbortSignal): Promise<Connection> {
		const { context, parameters, vendor } = this;
		const connection = await Connection.open(context, vendor, settingsOf(parameters, vendor), budget);
		this.secrecy = connection.secrecy;
		return connection;
	}

	private runOf(wanted: Wanted, connection: Connection, existing = false): PollRun {
		const { context, node, parameters, vendor } = this;
		return {
			...wanted,
			connection,
			existing,
			parallel: settingsOf(parameters, vendor).maxParallelRequests,
			memory: node.memory,
			say: (words) => {
				if (node.said.has(words)) return;
				node.said.add(words);
				context.logger.warn(`${context.getNode().name}: ${connection.secrecy.clean(words)}`);
			},
		};
	}

	/** A new password is not another account; what is watched one by one says itself what is new. */
	private scopeOf(
		{ event, name, watched: { watch }, watching }: Wanted,
		credential: Readonly<ICredentialDataDecryptedObject>,
	): string {
		const { context, vendor } = this;
		const account = ['baseUrl', ...vendor.account].map((property) =>
			String(credential[property] ?? '')
				.trim()
				.replace(/\/+$/, ''),
		);
		// As they are written: what an expression among them comes to may be another thing each time.
		const { filters, options, query } = context.getNode().parameters;
		const narrowed = [filters, writtenIn(query) === null ? asObject(options)?.query : query].map(writtenIn);
		const given = Object.entries(asObject(options) ?? {}).filter(([option]) =>
			watch.narrowing?.includes(option),
		);
		if (given.length > 0) narrowed.push(given);
		const watched = event === 'created' || event === 'deleted' ? null : watching.scope;
		return scopeOf(vendor.credential, account, name, event, narrowed, watched);
	}

	private items({ watching }: Pick<Wanted, 'watching'>, changes: readonly Noticed[]): INodeExecutionData[] {
		const detectedAt = new Date(this.surroundings.now()).toISOString();
		return changes.map(({ event, item, parent, record }) => ({
			json: { ...(item ?? watching.shape(record, parent)), event, detectedAt },
		}));
	}

	private budgetMs(): number {
		const { context } = this;
		return 'getPollBudgetMs' in context && typeof context.getPollBudgetMs === 'function'
			? Number(context.getPollBudgetMs())
			: USUAL_BUDGET_MS;
	}

	/** Newer n8n keep count of failures themselves, where their scheduler does the polling: then it gives less time. */
	private isDurable(): boolean {
		return this.budgetMs() < USUAL_BUDGET_MS;
	}

	private late(): Fault {
		return new Fault({
			kind: 'timeout',
			message: `${this.vendor.displayName} did not answer within the time that n8n gives a poll`,
			description: 'Narrow down what is watched, or poll more seldom',
		});
	}

	private nodeError(error: unknown): Error {
		return toNodeError(this.context.getNode(), error, undefined, this.secrecy);
	}
}

/** Nothing, wherever nothing stands in it. */
function writtenIn(value: unknown): unknown {
	if (typeof value === 'string') return /^(\{\s*\})?$/.test(value.trim()) ? null : value.trim();
	const entries = Object.entries(asObject(value) ?? {}).filter(
		([, inner]) => !Array.isArray(inner) || inner.length > 0,
	);
	return entries.length === 0 ? null : Object.fromEntries(entries);
}

const emptyMemory = (): Memory => ({ missing: new Set(), known: new Map(), short: undefined });

/** A record as it would be given out on the event that is waited for. */
function asShown({ event, watched }: Wanted, noticed: Noticed): Noticed {
	if (event === 'deleted')
		return { ...noticed, event, record: watched.watch.remains?.(String(noticed.key)) ?? noticed.record };
	return { ...noticed, event: event === 'createdOrUpdated' ? 'created' : event };
}
