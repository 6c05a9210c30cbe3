const GROUPS = ['relay', 'growth', 'sealing', 'size', 'history', 'call', 'hold', 'noise'] as const;
export type Group = (typeof GROUPS)[number];

export interface Options {
  readonly groups: readonly Group[];
  /** Rounds of the relay's scenarios; ours and those it is held against take turns within each. */
  readonly rounds: number;
  /** Minutes instead of an hour: one round, fewer endpoints over TLS, fewer and shorter calls. */
  readonly quick: boolean;
}

export const USAGE = 'npm run bench -- [relay|growth|sealing|size|history|call|hold|noise|all] [--rounds N] [--quick]';

const isGroup = (word: string): word is Group => GROUPS.some((group) => group === word);

/** Throws with the usage where a word is not understood. */
export const readOptions = (words: readonly string[]): Options => {
  const groups: Group[] = [];
  let quick = false;
  let rounds: number | undefined;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '--quick') quick = true;
    else if (word === '--rounds') rounds = Number(words[++i]);
    else if (isGroup(word)) groups.push(word);
    else if (word !== 'all') throw new Error(`"${word}" is not understood: ${USAGE}`);
  }
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0))
    throw new Error(`--rounds takes a number: ${USAGE}`);
  return { groups: groups.length > 0 ? groups : GROUPS, rounds: rounds ?? (quick ? 1 : 5), quick };
};
