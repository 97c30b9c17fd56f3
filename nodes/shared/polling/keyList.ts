/**
 * Keys as one text, sorted, each without what it shares with the one before it: numbers in a row take some three
 * characters each. They stand as they are, since a deleted record is named by its key.
 */
export function packed(keys: Iterable<string>): string {
	let before = '';
	return [...keys]
		.map(escaped)
		.sort()
		.map((key) => {
			const shared = sharedLength(before, key);
			before = key;
			return `${shared.toString(36).padStart(2, '0')}${key.slice(shared)}`;
		})
		.join('\n');
}

/** Whether it is a text as `packed` writes it. */
export function isPacked(text: unknown): boolean {
	if (typeof text !== 'string') return false;
	try {
		return unpacked(text).length === 0 || /^([0-9a-z]{2}.*(\n|$))+$/.test(text);
	} catch {
		return false;
	}
}

/** The separator has no place in a key, nor has what stands for it. */
const escaped = (key: string): string => key.replace(/[%\n]/g, encodeURIComponent);

/** More would not fit into two digits. */
const MOST_SHARED = 36 ** 2 - 1;

function sharedLength(one: string, other: string): number {
	const most = Math.min(one.length, other.length, MOST_SHARED);
	let length = 0;
	while (length < most && one[length] === other[length]) length++;
	return length;
}

/** @param text as `packed` wrote it */
export function unpacked(text: string): string[] {
	if (text === '') return [];
	let before = '';
	return text.split('\n').map((line) => {
		before = before.slice(0, Number.parseInt(line.slice(0, 2), 36)) + line.slice(2);
		return decodeURIComponent(before);
	});
}
