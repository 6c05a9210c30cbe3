import { fold } from '#shared/core/chat/words.ts';

export interface ExcerptPart {
  readonly text: string;
  /** It is what was searched for. */
  readonly hit: boolean;
}

/** Characters before the first hit. */
const BEFORE = 24;
/** As long as two lines can be. */
const LONGEST = 160;

/** How much of a word stands for `beginning`, which is folded: `Ёлк` of `Ёлка` for `елк`. */
const lengthOf = (word: string, beginning: string): number => {
  let length = 0;
  for (const character of word) {
    // A mark belongs to the letter before it.
    const isWhole = fold(word.slice(0, length)).length >= beginning.length;
    if (isWhole && !/^\p{M}/u.test(character)) break;
    length += character.length;
  }
  return length;
};

const hitAt = (word: string, beginnings: readonly string[]): number => {
  const folded = fold(word);
  return Math.max(0, ...beginnings.filter((one) => folded.startsWith(one)).map((one) => lengthOf(word, one)));
};

/** The part of a message around the first hit, on one line, cut where hits begin and end. `beginnings` are folded. */
export const excerpt = (text: string, beginnings: readonly string[]): readonly ExcerptPart[] => {
  const line = text.replace(/\s+/g, ' ');
  const words = [...line.matchAll(/[\p{L}\p{N}\p{M}]+/gu)];
  const hits = words.flatMap(({ 0: word, index }) => {
    const length = hitAt(word, beginnings);
    return length > 0 ? [{ from: index, to: index + length }] : [];
  });
  const first = hits[0]?.from ?? 0;
  // Not in the middle of a word.
  const start = first <= BEFORE ? 0 : (words.findLast(({ index }) => index <= first - BEFORE)?.index ?? 0);
  const end = Math.min(line.length, start + LONGEST);

  const parts: ExcerptPart[] = [];
  let at = start;
  for (const { from, to } of hits) {
    if (to > end) break;
    if (from > at) parts.push({ text: line.slice(at, from), hit: false });
    parts.push({ text: line.slice(from, to), hit: true });
    at = to;
  }
  if (at < end) parts.push({ text: line.slice(at, end), hit: false });
  return [
    ...(start > 0 ? [{ text: '…', hit: false }] : []),
    ...parts,
    ...(end < line.length ? [{ text: '…', hit: false }] : []),
  ];
};
