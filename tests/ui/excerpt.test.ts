import { expect, test } from 'vitest';
import { wordsOf } from '#shared/core/chat/words.ts';
import { excerpt } from '#shared/ui/search/excerpt.ts';

/** Hits in brackets. */
const sketch = (text: string, query: string): string =>
  excerpt(text, wordsOf(query))
    .map((part) => (part.hit ? `[${part.text}]` : part.text))
    .join('');

test('what was typed is marked where words begin with it, in the letters of the message', () => {
  expect(sketch('Crème at the CAFÉ', 'cafe cr')).toBe('[Cr]ème at the [CAFÉ]');
  expect(sketch('Ёлки-палки, ёлка', 'елк')).toBe('[Ёлк]и-палки, [ёлк]а');
  expect(sketch('Cafe\u0301s', 'café')).toBe('[Cafe\u0301]s');
  expect(sketch('decaf', 'caf')).toBe('decaf');
});

test('a long message is cut around the first hit, between words', () => {
  const long = `${'lorem ipsum '.repeat(20)}needle ${'dolor sit '.repeat(40)}`;
  const cut = sketch(long, 'need');
  expect(cut).toMatch(/^…(lorem|ipsum) .*\[need\]le dolor.*…$/);
  expect(cut.length).toBeLessThan(180);
});

test('line breaks are spaces, and a message without a hit is shown from its beginning', () => {
  expect(sketch('one\n\ntwo', 'two')).toBe('one [two]');
  expect(sketch('one\ntwo', 'three')).toBe('one two');
});
