import type { RunNotes } from '../../nodes/shared/hints';

/** What a run has to say of itself that did nothing. */
export const notes = (more: Partial<RunNotes>): RunNotes => ({
	items: 3,
	refused: 0,
	branch: false,
	results: new Map(),
	cut: 0,
	overBudget: false,
	lookUps: 0,
	requests: 0,
	unmapped: new Set(),
	leftOut: { new: new Set(), existing: new Set() },
	outputs: new Set(),
	...more,
});
