import type { Source } from './sources.ts';

const RULE = /^- \*\*\[([A-Z]{2}\d+)\]\*\*/gm;
// The first text of a call that is followed by what is to be done: also behind `test.each(…)`, whatever the table holds.
const TITLE = /(?<!skip|todo)\(\s*(['"`])([^\n]*?)\1,\s*(?:async\b|\(|\{|\w+ =>|\w+\))/g;
const QUOTED = /\[([A-Z]{2}\d+)\]/g;

const all = (pattern: RegExp, text: string, group: number): readonly string[] =>
  [...text.matchAll(pattern)].map((match) => match[group] ?? '');

/** The ids that the specification gives its rules, in its order. */
export const rulesOf = (specification: string): readonly string[] => all(RULE, specification, 1);

/** The names of the tests in a file, as they are written there. */
export const titlesIn = (text: string): readonly string[] => all(TITLE, text, 2);

/** The ids that names of tests carry. */
export const idsInTestNames = (tests: readonly Source[]): ReadonlySet<string> =>
  new Set(tests.flatMap(({ text }) => titlesIn(text)).flatMap((title) => all(QUOTED, title, 1)));

/** Ids of the specification's chapters that no rule has, as `path: id`. */
export const unknownIds = (rules: readonly string[], sources: readonly Source[]): readonly string[] => {
  const chapters = [...new Set(rules.map((id) => id.slice(0, 2)))].join('|');
  const id = new RegExp(String.raw`\b(?:${chapters})\d+\b`, 'g');
  return sources.flatMap(({ path, text }) =>
    all(id, text, 0)
      .filter((found) => !rules.includes(found))
      .map((found) => `${path}: ${found}`),
  );
};
