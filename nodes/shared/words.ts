/** Words of a sentence that follow from others. */

export const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** `a record`, `an invoice`. */
export const aOrAn = (noun: string): string => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
