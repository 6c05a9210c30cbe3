import type { CheckId, CheckState, Finding, FoundCode } from '#shared/protocol/setup-check.ts';

/** What the words of a finding can name; '' and 0 where there is nothing. */
export interface Facts {
  readonly about: string;
  readonly said: string;
  readonly amount: number;
}
type Say = string | ((facts: Facts) => string);

/** The words of the setup check, apart from the others: they are for administrators, and there are many. */
export interface SetupCheckWords {
  readonly hint: string;
  readonly again: string;
  readonly copy: string;
  readonly relay: string;
  readonly here: string;
  readonly looking: string;
  readonly waiting: string;
  readonly allWell: string;
  readonly summary: (failed: number, warnings: number) => string;
  readonly states: Readonly<Record<CheckState, string>>;
  readonly checks: Readonly<Record<CheckId, string>>;
  readonly found: Readonly<Record<FoundCode, Say>>;
  /** What is to be done; missing where there is nothing. */
  readonly fixes: Readonly<Partial<Record<FoundCode, Say>>>;
}

export interface ToldFinding {
  readonly title: string;
  readonly found: string;
  readonly fix: string | undefined;
}

/** A finding in words. */
export const tellFinding = (
  { id, found, about = '', said = '', amount = 0 }: Finding,
  words: SetupCheckWords,
): ToldFinding => {
  const facts = { about, said, amount };
  const say = (what: Say) => (typeof what === 'string' ? what : what(facts));
  const fix = words.fixes[found];
  return { title: words.checks[id], found: say(words.found[found]), fix: fix && say(fix) };
};

const MARKS: Readonly<Record<CheckState, string>> = { ok: '✓', warning: '!', failed: '✗', skipped: '–' };

/** One finding on lines of its own, as it is printed and copied. */
export const findingText = (finding: Finding, words: SetupCheckWords): string => {
  const { title, found, fix } = tellFinding(finding, words);
  const line = `${MARKS[finding.state]} ${title}: ${found}`;
  return fix === undefined ? line : `${line}\n    ${fix}`;
};

/** How it is with all of them. */
export const summaryText = (findings: readonly Finding[], words: SetupCheckWords): string => {
  const count = (wanted: CheckState) => findings.filter(({ state }) => state === wanted).length;
  const [failed, warnings] = [count('failed'), count('warning')];
  return failed + warnings === 0 ? words.allWell : words.summary(failed, warnings);
};
