import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import type { Restoration } from '#shared/core/identity/recovery.ts';

const ENTROPY_BYTES = 32;
const WORDS = 24;

const known: ReadonlySet<string> = new Set(wordlist);

/** 24 words of BIP 39 that nobody has had before. */
export const newWords = (): readonly string[] =>
  entropyToMnemonic(crypto.getRandomValues(new Uint8Array(ENTROPY_BYTES)), wordlist).split(' ');

type Wrong = Extract<Restoration, { ok: false }>;

/** Numbers and signs between the words come from how they were written down. */
const split = (text: string): readonly string[] =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .split(/[\s\d.,;:)(]+/u)
    .filter((word) => word !== '');

/** 32 bytes, in whatever case and between whatever spaces and numbers they were typed; otherwise what is wrong with them. */
export const readWords = (text: string): { readonly entropy: Uint8Array<ArrayBuffer> } | Wrong => {
  const words = split(text);
  const unknown = words.findIndex((word) => !known.has(word));
  if (unknown !== -1) return { ok: false, why: 'word', number: unknown + 1, word: words[unknown] ?? '' };
  if (words.length !== WORDS) return { ok: false, why: 'count', words: words.length };
  try {
    return { entropy: new Uint8Array(mnemonicToEntropy(words.join(' '), wordlist)) };
  } catch {
    return { ok: false, why: 'checksum' };
  }
};
