import type { Duration, MatrixFault } from './faults';
import { ITEMS } from './vendors';
import type { Job, MatrixVendor, Operation } from './vendors';

/**
 * What each cell must show, derived by hand from what the runtime promises (docs/RELIABILITY.md, "Rules"),
 * not from what was measured. Items run one after another; the fault hits the last request of the second
 * item: once, or from there on.
 */

/** Tries again after the first. */
export const MAX_RETRIES = 2;
const TRIES = 1 + MAX_RETRIES;

export type ItemOutcome =
	| 'result'
	/** An error after which certainly nothing was saved, or nothing was to be saved. */
	| 'error'
	/** An error that says that the record may have been saved, or deleted. */
	| 'may be saved';

/** Who brought the hit item through, and how. */
export type Recovery =
	| '–'
	| 'sent again'
	| 'new session'
	| 'looked up: saved'
	| 'looked up: not saved, sent again'
	| 'looked up singly';

export interface Expectation {
	readonly items: readonly ItemOutcome[];
	/** Requests without log-ins, refused connections included: a number, or from and to. */
	readonly requests: number | readonly [number, number];
	readonly logins: number | readonly [number, number];
	/** How often each item's record is at the vendor's in the end, or 1 where it was deleted; not for reads. */
	readonly saved?: readonly number[];
	readonly recovery: Recovery;
}

export function expectationOf(
	vendor: MatrixVendor,
	operation: Operation,
	job: Job,
	fault: MatrixFault,
	duration: Duration,
): Expectation {
	const first = vendor.session === undefined ? 0 : 1;
	if (fault.nature === 'log-in') return loginLost(vendor, operation, job, duration);
	if (fault.nature === 'no session holds') return noSessionHolds(vendor, job);
	if (fault.nature === 'pages') return inOtherPages(vendor, job, fault);
	if (fault.nature === 'credential') return credentialRefused(vendor, operation, job);
	const once = duration === 'once';
	const hit = { ...traits(vendor, fault, once), once, first };
	if (fault.nature === 'other form') return inOtherForm(vendor, operation, job, fault, hit);
	if (operation === 'get, looked up together') return lookedUpTogether(hit);
	return job.isWrite === undefined ? read(job, fault, hit) : write(job, fault, hit);
}

interface Hit {
	/** How often one request is sent while the fault lasts. */
	readonly tries: number;
	/** The credential is refused: nothing more of the run is sent. */
	readonly over: boolean;
	/** Log-in requests that an item causes while the fault lasts, and when it passes. */
	readonly loginsWhileItLasts: number;
	readonly loginsOnce: number;
	/** Whether a request that was hit once is simply sent again: what it takes. */
	readonly readAgain: Recovery | undefined;
	readonly writeAgain: Recovery | undefined;
	readonly once: boolean;
	/** The first log-in. */
	readonly first: number;
}

function traits(
	{ session }: MatrixVendor,
	{ nature }: MatrixFault,
	once: boolean,
): Omit<Hit, 'once' | 'first'> {
	const none = {
		over: false,
		loginsWhileItLasts: 0,
		loginsOnce: 0,
		readAgain: undefined,
		writeAgain: undefined,
	};
	switch (nature) {
		case 'nothing done':
			return { ...none, tries: TRIES, readAgain: 'sent again', writeAgain: 'sent again' };
		case 'unknown':
			return { ...none, tries: TRIES, readAgain: 'sent again' };
		case 'session':
		case 'not let in': {
			if (session === undefined) return { ...none, tries: 1, over: true };
			const renewal = nature === 'session' ? session.renewal : 1;
			return {
				tries: 1 + session.inVain,
				over: !once,
				loginsWhileItLasts: session.inVain * renewal,
				loginsOnce: renewal,
				readAgain: 'new session',
				writeAgain: 'new session',
			};
		}
		default:
			return { ...none, tries: 1 };
	}
}

function inOtherForm(
	vendor: MatrixVendor,
	operation: Operation,
	{ isWrite, requests, takesNotBack = vendor.takesNotBack ?? [] }: Job,
	{ form }: MatrixFault,
	{ first }: Hit,
): Expectation {
	const together = operation === 'get, looked up together';
	// The third item's record is read in this form, and sent back so.
	const refused = isWrite !== undefined && requests > 1 && form !== undefined && takesNotBack.includes(form);
	const last = refused ? 'error' : 'result';
	return {
		items: together ? ['result', 'result', 'result', 'result', 'result'] : ['result', 'result', last],
		requests: together ? 2 : ITEMS * requests,
		logins: first,
		recovery: '–',
		...(isWrite === undefined ? {} : { saved: [1, 1, refused ? 0 : 1] }),
	};
}

function read({ narrows, requests }: Job, { name, nature }: MatrixFault, hit: Hit): Expectation {
	if (hit.over) {
		return {
			items: ['result', 'error', 'error'],
			requests: requests + (requests - 1 + hit.tries),
			logins: hit.first + hit.loginsWhileItLasts,
			recovery: '–',
		};
	}
	if (hit.once) {
		const again = hit.readAgain;
		return {
			items: ['result', again === undefined ? 'error' : 'result', 'result'],
			requests: ITEMS * requests + (again === undefined ? 0 : 1),
			logins: hit.first + hit.loginsOnce,
			recovery: again ?? '–',
		};
	}
	// Then the last item's first request, which names the fields that it wants, is sent without them.
	const mayBeOfFields = narrows === true && (nature === 'breakdown' || name.startsWith('refusal'));
	return {
		items: ['result', 'error', 'error'],
		requests: requests + (requests - 1 + hit.tries) + hit.tries * (mayBeOfFields ? 2 : 1),
		logins: hit.first,
		recovery: '–',
	};
}

function write(job: Job, fault: MatrixFault, hit: Hit): Expectation {
	if (hit.over) return { ...read(job, fault, hit), saved: [1, 0, 0] };
	return hit.once ? writeHitOnce(job, fault, hit) : writeHitForEver(job, fault, hit);
}

function writeHitOnce(job: Job, { nature, done }: MatrixFault, hit: Hit): Expectation {
	const { requests } = job;
	const lookUp = done ? job.lookUp : (job.lookUpInVain ?? job.lookUp);
	const undisturbed = ITEMS * requests;
	const logins = hit.first + hit.loginsOnce;
	if (hit.writeAgain !== undefined) {
		return {
			items: ['result', 'result', 'result'],
			requests: undisturbed + 1,
			logins,
			saved: [1, 1, 1],
			recovery: hit.writeAgain,
		};
	}
	const failed = (outcome: ItemOutcome, lookUps: number): Expectation => ({
		items: ['result', outcome, 'result'],
		requests: undisturbed + lookUps,
		logins,
		saved: [1, done ? 1 : 0, 1],
		recovery: '–',
	});
	if (nature === 'refused') return failed('error', 0);
	if (lookUp === undefined) return failed('may be saved', 0);
	// A breakdown is an answer: when the look-up shows that nothing was saved, it would only come again.
	if (nature === 'breakdown' && !done) return failed('error', lookUp);
	return {
		items: ['result', 'result', 'result'],
		requests: undisturbed + lookUp + (done ? 0 : 1),
		logins,
		saved: [1, 1, 1],
		recovery: done ? 'looked up: saved' : 'looked up: not saved, sent again',
	};
}

function writeHitForEver({ requests, lookUp }: Job, { nature, done }: MatrixFault, hit: Hit): Expectation {
	const unknown = nature === 'unknown' || nature === 'unreadable' || nature === 'breakdown';
	const failed: ItemOutcome = unknown ? 'may be saved' : 'error';
	// The write itself, once; then a look-up that does not get through either.
	const tries = unknown ? 1 + (lookUp === undefined ? 0 : hit.tries) : hit.tries;
	// The third item's first request is a read where the record is read before it is written.
	const readsFirst = requests > 1;
	return {
		items: ['result', failed, readsFirst ? 'error' : failed],
		requests: requests + (requests - 1 + tries) + (readsFirst ? hit.tries : tries),
		logins: hit.first,
		saved: [1, done ? 1 : 0, done && !readsFirst ? 1 : 0],
		recovery: '–',
	};
}

/** Five look-ups: one singly, and a batch of all five, which is the one that the fault hits. */
function lookedUpTogether(hit: Hit): Expectation {
	if (hit.over) {
		return {
			items: ['result', 'error', 'error', 'error', 'error'],
			requests: 1 + hit.tries,
			logins: hit.first + hit.loginsWhileItLasts,
			recovery: '–',
		};
	}
	const recovered = hit.once && hit.readAgain !== undefined;
	return {
		items: ['result', 'result', 'result', 'result', 'result'],
		requests: recovered ? 2 + 1 : 1 + hit.tries + 4,
		logins: hit.first + (hit.once ? hit.loginsOnce : 0),
		recovery: recovered ? (hit.readAgain ?? '–') : 'looked up singly',
	};
}

/** Each new session is refused at once, until it is plain that none holds; nothing more of the run is sent. */
function noSessionHolds({ session }: MatrixVendor, { isWrite }: Job): Expectation {
	const { inVain, renewal } = session ?? { inVain: 1, renewal: 0 };
	return {
		items: ['error', 'error', 'error'],
		requests: inVain,
		logins: session === undefined ? 0 : 1 + (inVain - 1) * renewal,
		recovery: '–',
		...(isWrite === undefined ? {} : { saved: [0, 0, 0] }),
	};
}

/** Complete, each record once, or an error: never a part without a word, and never without an end. */
function inOtherPages({ pages, session }: MatrixVendor, { requests }: Job, fault: MatrixFault): Expectation {
	if (pages === undefined || fault.pages === undefined) throw new Error('This vendor pages nothing');
	const { outcome, requests: each } = pages.lists[fault.pages];
	return {
		items: ['result', outcome, outcome],
		requests: requests + 2 * each,
		logins: session === undefined ? 0 : 1,
		recovery: '–',
	};
}

function loginLost(
	{ session }: MatrixVendor,
	operation: Operation,
	job: Job,
	duration: Duration,
): Expectation {
	if (session === undefined) throw new Error('This vendor has no log-in');
	const together = operation === 'get, looked up together';
	const count = together ? 5 : ITEMS;
	const isWrite = job.isWrite !== undefined;
	if (duration === 'once') {
		return {
			items: Array.from({ length: count }, () => 'result' as const),
			requests: together ? 2 : ITEMS * job.requests,
			logins: 2,
			recovery: 'new session',
			...(isWrite ? { saved: [1, 1, 1] } : {}),
		};
	}
	return {
		items: Array.from({ length: count }, () => 'error' as const),
		requests: 0,
		// Together: the single look-up and the batch wait for the same log-ins.
		logins: together ? [(count - 1) * TRIES, (count + 1) * TRIES] : count * TRIES,
		recovery: '–',
		...(isWrite ? { saved: [0, 0, 0] } : {}),
	};
}

/** One log-in finds it out, or the first request where there is none; nothing more of the run is sent. */
function credentialRefused({ session }: MatrixVendor, operation: Operation, { isWrite }: Job): Expectation {
	const together = operation === 'get, looked up together';
	const count = together ? 5 : ITEMS;
	return {
		items: Array.from({ length: count }, () => 'error' as const),
		// Together: the single look-up and the batch are under way at once.
		requests: session === undefined ? (together ? 2 : 1) : 0,
		logins: session === undefined ? 0 : 1,
		recovery: '–',
		...(isWrite === undefined ? {} : { saved: [0, 0, 0] }),
	};
}
