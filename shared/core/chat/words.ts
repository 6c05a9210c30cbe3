/** Hits of a search that are read at a time: more than a screen shows. */
export const HITS = 20;

/** Longer words are known by their beginning: most are addresses and keys. In characters. */
const WORD_MAX = 32;

/**
 * How text is compared in a search: without case and accents (`Ёлка` and `ёлка` are `елка`, `Café` is `cafe`).
 * NFKD takes letters and their marks apart, and the marks are left out.
 */
export const fold = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '');

/** The different words of a text, folded. Letters and digits make words; everything else is between them. */
export const wordsOf = (text: string): readonly string[] => [
  ...new Set((fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word.slice(0, WORD_MAX))),
];
