import { expect, test } from 'vitest';
import { fileCipher, newFileKey } from '#shared/client/files/cipher.ts';
import { CHUNK_BYTES, PART_BYTES, sealedBytes } from '#shared/protocol/blob.ts';

const bytes = (length: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length }, (_, index) => index * 31);
const joined = async (chunks: readonly (Uint8Array<ArrayBuffer> | undefined)[]) =>
  new Uint8Array(await new Blob(chunks.flatMap((chunk) => (chunk ? [chunk] : []))).arrayBuffer());

const sealed = async (size: number) => {
  const plain = bytes(size);
  const cipher = await fileCipher(newFileKey(), size);
  const parts = await Promise.all(
    Array.from({ length: cipher.parts }, (_, part) => cipher.seal(new Blob([plain]), part)),
  );
  return { plain, cipher, parts };
};

test.each([0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES + 500])(
  '[BL6] a file of %i bytes comes out as it went in, in parts that the relay takes',
  async (size) => {
    const { plain, cipher, parts } = await sealed(size);
    expect(parts.reduce((sum, part) => sum + part.length, 0)).toBe(sealedBytes(size));
    for (const part of parts.slice(0, -1)) expect(part).toHaveLength(PART_BYTES);
    const opened = await joined(await Promise.all(parts.map((part, index) => cipher.open(part, index))));
    expect(Buffer.from(opened).equals(plain)).toBe(true);
  },
);

test('[BL6] a part in another place, of another file, cut short or changed does not open', async () => {
  const { cipher, parts } = await sealed(2 * CHUNK_BYTES);
  const [first, second] = parts as [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>];
  expect(await cipher.open(second, 0)).toBeUndefined();
  expect(await cipher.open(first, 1)).toBeUndefined();
  expect(await cipher.open(first.slice(0, -1), 0)).toBeUndefined();
  expect(
    await cipher.open(
      first.map((byte, index) => (index === 7 ? byte ^ 1 : byte)),
      0,
    ),
  ).toBeUndefined();
  const other = await sealed(2 * CHUNK_BYTES);
  expect(await other.cipher.open(first, 0)).toBeUndefined();
});

test('[BL6] a file that is said to be shorter or longer than it was does not open', async () => {
  const size = 2 * CHUNK_BYTES;
  const key = newFileKey();
  const whole = await fileCipher(key, size);
  const first = await whole.seal(new Blob([bytes(size)]), 0);
  for (const claimed of [CHUNK_BYTES, size + 1, CHUNK_BYTES - 1])
    expect(await (await fileCipher(key, claimed)).open(first, 0)).toBeUndefined();
});

test('[BL6] the last part cannot be cut at a claimed length', async () => {
  const key = newFileKey();
  const part = await (await fileCipher(key, 100)).seal(new Blob([bytes(100)]), 0);
  expect(await (await fileCipher(key, 60)).open(part, 0)).toBeUndefined();
});
