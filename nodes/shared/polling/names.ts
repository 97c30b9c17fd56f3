import type { Known, Noticed } from './kind';
import { keyHash, Ledger, NO_VERSION } from './ledger';

/** Changes that were given out, as a ledger of their own: version 0 for records that were new. */
export function ledgerNames(given: readonly Noticed[]): string {
	const names = new Ledger();
	for (const { event, key } of given) names.set(keyHash(key), event === 'created' ? 0 : NO_VERSION);
	return names.toString();
}

export const isLedger = ({ ledger }: Known): boolean => Ledger.isWhole(ledger);

export const ledgerIn = (known: Known | undefined): Ledger => new Ledger(String(known?.ledger ?? ''));

export function ledgerWithout(known: Known, names: string): Known {
	const ledger = ledgerIn(known);
	for (const [hash, version] of new Ledger(names).entries()) {
		if (version !== NO_VERSION) ledger.delete(hash);
		// What was new and then changed, both in vain, is new.
		else if (ledger.versionOf(hash) !== undefined) ledger.set(hash, NO_VERSION);
	}
	return { ...known, ledger: ledger.toString() };
}
