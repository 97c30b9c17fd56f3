import { hintsFor, warningsFor } from '../../nodes/shared/hints';
import { notes } from './notes';

describe('what a run says of itself', () => {
	it('says where the refused items are', () => {
		expect(warningsFor(notes({}))).toEqual([]);
		expect(warningsFor(notes({ refused: 1 }))).toEqual(['1 of 3 items was refused; see the field "error".']);
		expect(warningsFor(notes({ refused: 2, branch: true }))).toEqual([
			'2 of 3 items were refused; see the field "error" in the Error Branch.',
		]);
		expect(warningsFor(notes({ items: 1, refused: 1 }))).toEqual([
			'1 of 1 item was refused; see the field "error".',
		]);
	});

	it('says in one line what was written and how many requests that took', () => {
		const results = new Map([
			['created', 2],
			['unchanged', 1],
		] as const);
		expect(hintsFor(notes({ results, requests: 4 }))).toEqual([
			'2 created, 1 unchanged. 4 requests were sent.',
		]);
		expect(hintsFor(notes({ dryRun: true, results: new Map([['wouldCreate', 1]]), requests: 4 }))).toEqual([
			'Dry run, nothing was written: 1 would be created. 4 requests were sent.',
		]);
	});

	it('says last how many requests were sent, where nothing was written', () => {
		expect(hintsFor(notes({ requests: 1, stoppedAt: 50 }))).toEqual([
			'Stopped at the limit of 50: turn on Return All to get the rest.',
			'1 request was sent.',
		]);
		expect(hintsFor(notes({ requests: 0 }))).toEqual([]);
	});

	it('names what was filled in for the other kind of record', () => {
		const leftOut = { new: new Set(['Inactive On']), existing: new Set(['Code', 'Number']) };
		expect(hintsFor(notes({ leftOut }))).toEqual([
			'Only new records take Code, Number: records that exist kept what they had.',
			'Only records that exist take Inactive On: new ones were made without.',
		]);
	});
});
