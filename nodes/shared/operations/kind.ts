import type { IDataObject } from 'n8n-workflow';

import type { Changes, WriteOptions } from '../changes';
import type { Job } from '../coalesce';
import type { Fault } from '../fault';
import type { Parameters } from '../parameters';
import type { Operation } from '../resource';
import type { Connection } from '../send';
import type { Output } from '../shape';
import type { Scope, Vendor } from '../vendor';

/** What is to be done for one input item: everything read and checked, nothing sent yet. */
export interface Plan {
	readonly output: Output;
	/** Keys of the input item that found no place. */
	readonly unmapped?: readonly string[];
	/** Of what writes. */
	readonly options?: WriteOptions;
}

/** What carrying out works with. */
export interface Run<O extends Operation = Operation> extends Scope<O> {
	readonly connection: Connection;
	readonly parallel: number;
	/** Whether look-ups of many items may be sent together. */
	readonly together: boolean;
	/** Whether an item that fails leaves the others to be done. */
	readonly goesOn: boolean;
	/** A list that stopped at its limit, or at what requests are allowed, although there is, or may be, more. */
	stoppedAt(stop: number | 'budget' | undefined): void;
	/** A record that is given out as it was sent, since the vendor answered with its key alone. */
	sentOnly(): void;
	/** Fields that were filled in by hand, and have no place in what this record needs. */
	leftOut(labels: readonly string[], of: 'new' | 'existing'): void;
	settle(job: Job<Plan>, outcome: readonly IDataObject[] | Fault): void;
}

/** What is told of a write beside the record. */
export interface Told {
	readonly result?: Result | undefined;
	readonly changes?: Changes | undefined;
}

export type Result = 'created' | 'updated' | 'unchanged' | 'wouldCreate' | 'wouldUpdate' | 'wouldDelete';

/** Takes a record for the output, with what is told of it. */
export type Give = (record: IDataObject, told?: Told) => void;

export interface Work<P extends Plan> {
	/** Does together what can be; jobs that it settles are not done singly. */
	together?(jobs: ReadonlyArray<Job<P>>): Promise<void>;
	/**
	 * What the record of a job is known by, once `together` is done. Jobs that share a name mean the same record: they
	 * follow one another in the order of their items.
	 */
	names?(plan: P): readonly string[];
	one(plan: P, give: Give): Promise<void>;
}

/** All that the runtime knows of a kind of operation. */
export interface Kind<O extends Operation, P extends Plan> {
	/** The vendor as this kind sees it, where its answers may be of more sorts than its resources know. */
	vendor?(vendor: Vendor): Vendor;
	/** @throws InputFault that names the parameter, when something handed in breaks a rule */
	plan(scope: Scope<O>, parameters: Parameters): P;
	/** Reads that ask for the same are one job; writes, which have none, never are. */
	identity?(plan: P): string | undefined;
	begin(run: Run<O>): Work<P>;
}
