import { describe, expect, test } from 'vitest';
import { newWords, readWords } from '#shared/client/recovery/words.ts';
import { toBase64 } from '#shared/client/seal/bytes.ts';
import { publicHalf, recoveryPair } from '#shared/client/seal/recovery.ts';

/** The test vector of BIP 39 for 32 bytes of 0x80. */
const WORDS =
  'letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd amount doctor acoustic bless';
const ENTROPY = toBase64(new Uint8Array(32).fill(0x80));

const entropyOf = (text: string): string | undefined => {
  const read = readWords(text);
  return 'entropy' in read ? toBase64(read.entropy) : undefined;
};

describe('the words of a recovery key', () => {
  test('[RK4] are 24, others each time, and are read back', () => {
    const words = newWords();
    expect(words).toHaveLength(24);
    expect(newWords()).not.toEqual(words);
    expect(readWords(words.join(' '))).toMatchObject({ entropy: expect.any(Uint8Array) });
  });

  test.each([
    ['as they are', WORDS],
    ['in capitals, with spaces and line breaks anywhere', `\n ${WORDS.toUpperCase().replaceAll(' ', ' \r\n\t ')}  `],
    [
      'with the numbers they were written down with',
      WORDS.split(' ')
        .map((word, at) => `${at + 1}. ${word}`)
        .join('\n'),
    ],
    ['with commas', WORDS.replaceAll(' ', ', ')],
  ])('[RK4] are read %s', (_, text) => {
    expect(entropyOf(text)).toBe(ENTROPY);
  });

  test('[RK4] that are not in the list are named by number, that are too few are counted, that do not fit are said to', () => {
    expect(readWords(WORDS.replace('doctor', 'docter'))).toEqual({ ok: false, why: 'word', number: 6, word: 'docter' });
    expect(readWords('letter advice cage')).toEqual({ ok: false, why: 'count', words: 3 });
    expect(readWords(`${WORDS} cage`)).toEqual({ ok: false, why: 'count', words: 25 });
    expect(readWords('')).toEqual({ ok: false, why: 'count', words: 0 });
    expect(readWords(WORDS.replace('bless', 'avoid'))).toEqual({ ok: false, why: 'checksum' });
    expect(readWords(WORDS.replace('letter advice', 'advice letter'))).toEqual({ ok: false, why: 'checksum' });
  });

  test('[RK2] stand for one key pair, the same in every version', async () => {
    const half = await publicHalf(await recoveryPair(new Uint8Array(32).fill(0x80)));
    expect(half).toBe('fvInYNgmKTBUu9JS6nw2T0V9p+bdOhXJypX5s+B/dgA=');
    expect(await publicHalf(await recoveryPair(new Uint8Array(32).fill(0x81)))).not.toBe(half);
  });
});
