import type { Operation } from '../resource';
import { call } from './call';
import { create } from './create';
import { remove } from './delete';
import { diagnose } from './diagnose';
import { get } from './get';
import type { Kind, Plan } from './kind';
import { list } from './list';
import { update } from './update';
import { upsert } from './upsert';

const KINDS = { get, list, create, update, upsert, delete: remove, diagnose, call };

/** Each kind has plans of its own, which nobody else looks into. */
export const kindOf = (operation: Operation): Kind<Operation, Plan> =>
	KINDS[operation.kind] as unknown as Kind<Operation, Plan>;
