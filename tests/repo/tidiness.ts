import type { Source } from './sources.ts';

/** A longer file is looked at, and either made shorter or named in `LONG` with the reason. */
const MOST_LINES = 400;

export const LONG: Readonly<Record<string, string>> = {
  'tests/bench/load/wsload.c': 'one C program, compiled by itself and without headers of ours',
};

const linesIn = (text: string): number => text.split('\n').length;

export const isLong = ({ text }: Source): boolean => linesIn(text) > MOST_LINES;

export const tooLong = (sources: readonly Source[]): readonly string[] =>
  sources.filter((source) => isLong(source) && LONG[source.path] === undefined).map(({ path }) => path);

/** Reminders to do something another day: a thing is done, or it is an issue. */
const LEFT_OVER = new RegExp(`\\b(?:${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'].join('|')})\\b`);

export const leftOvers = (sources: readonly Source[]): readonly string[] =>
  sources.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (LEFT_OVER.test(line) ? [`${path}:${index + 1}`] : [])),
  );
