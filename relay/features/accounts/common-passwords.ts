import { WORDS } from './common-words.ts';

// Long enough to be allowed, and still among the first that anyone tries.

const KEYBOARDS = [
  ['1234567890-=', 'qwertyuiop[]', "asdfghjkl;'", 'zxcvbnm,./'],
  ['ё1234567890-=', ' йцукенгшщзхъ', ' фывапролджэ', ' ячсмитьбю.'],
].map((rows) => new Map(rows.flatMap((row, y) => [...row].map((key, x) => [key, { x, y }] as const))));

/** How many characters apart a pattern is looked for: `123qweasdzxc` goes down a row after three. */
const LAGS = [1, 2, 3, 4];
/** Private characters stand for common words, each for one of its own, and weigh more than others: there are hundreds. */
const FIRST_WORD = 0xe000;
const ANY_WORD = /[\uE000-\uF8FF]/g;
const WORD_WEIGHT = 2;
/** `1qaz2wsx3edc` has three characters that do not follow from those before. */
const LEAST_NEW = 7;
/** A telephone number with everything that is written around it (E.164: 15 digits). */
const NUMBER = /^[\d\s()+./-]*$/;
const MOST_DIGITS = 15;

/** The way from one key to the other: the same one, its neighbour in the row or the column, the next letter; '' where it is none. */
const step = (from: string | undefined, to: string | undefined): string => {
  if (from === undefined || to === undefined) return '';
  if (from === to) return 'same';
  for (const keys of KEYBOARDS) {
    const [a, b] = [keys.get(from), keys.get(to)];
    if (!a || !b) continue;
    const [x, y] = [b.x - a.x, b.y - a.y];
    if (Math.abs(x) + Math.abs(y) === 1) return `${x} ${y}`;
  }
  const letters = to.charCodeAt(0) - from.charCodeAt(0);
  return Math.abs(letters) === 1 ? `${letters}` : '';
};

/** Whether it goes on as the one before it did, or repeats what was there, forwards or backwards. */
const follows = (text: readonly string[], at: number): boolean => {
  const [before, now] = [text[at - 1], text[at]];
  if (before === undefined) return false;
  const goesOn = LAGS.some((lag) => {
    const way = step(text[at - lag], now);
    return way !== '' && way === step(text[at - 1 - lag], before);
  });
  return (
    goesOn ||
    text.slice(0, at - 1).some((one, back) => {
      const next = text[back + 1];
      return (one === before && next === now) || (one === now && next === before);
    })
  );
};

const newIn = (text: readonly string[]): number =>
  text
    .filter((_, at) => !follows(text, at))
    .reduce((sum, character) => sum + (character.search(ANY_WORD) < 0 ? 1 : WORD_WEIGHT), 0);

/** With letters for the digits and signs that look like them; as long as it was. */
const plain = (text: string): string =>
  text.replace(/[@4]/g, 'a').replace(/[$5]/g, 's').replaceAll('0', 'o').replaceAll('3', 'e').replaceAll('1', 'i');

/** How many different ones of these words it has, and the text with a private character in place of each. */
const withoutWords = (text: string, words: readonly string[]): readonly [found: number, rest: string] => {
  const found = new Set<string>();
  let rest = text;
  for (const word of words)
    for (const read of [(given: string) => given, plain]) {
      // From the end: what is in front of a place stays where it is.
      const form = read(rest);
      for (let at = form.lastIndexOf(word); at >= 0; at = at === 0 ? -1 : form.lastIndexOf(word, at - 1)) {
        found.add(word);
        const sign = String.fromCharCode(FIRST_WORD + found.size);
        rest = `${rest.slice(0, at)}${sign}${rest.slice(at + word.length)}`;
      }
    }
  return [found.size, rest];
};

/**
 * One or two common words with no more than eight digits and signs around them, patterns of the keyboard, what repeats
 * itself, a telephone number, or few different characters. `login`: no better than a common word.
 */
export const isCommon = (password: string, login: string): boolean => {
  const text = password.toLowerCase();
  if (new Set(text).size < 5) return true;
  if (NUMBER.test(text) && text.replaceAll(/\D/g, '').length <= MOST_DIGITS) return true;
  if (newIn([...text]) < LEAST_NEW) return true;
  const [words, rest] = withoutWords(text, [login.toLowerCase(), ...WORDS]);
  const around = rest.replaceAll(ANY_WORD, '');
  return (words > 0 && words <= 2 && /^[\d\s!@#$%^&*?._+-]{0,8}$/.test(around)) || newIn([...rest]) < LEAST_NEW;
};
