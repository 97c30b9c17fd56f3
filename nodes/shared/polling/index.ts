import type { WatchSource } from '../watch';
import type { PollKind } from './kind';
import { list } from './list';
import { lists, records } from './records';
import { rising } from './rising';

const KINDS = { list, rising, records, lists };

/** Each kind has sources of its own, which nobody else looks into. */
export const pollKindOf = (source: WatchSource): PollKind<WatchSource> =>
	KINDS[source.kind] as unknown as PollKind<WatchSource>;
