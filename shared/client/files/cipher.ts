import { CHUNK_BYTES, partCount } from '#shared/protocol/blob.ts';
import { concat, fromBase64, toBase64, utf8 } from '../seal/bytes.ts';

const NAME = 'AES-GCM';
const NONCE_BYTES = 12;

/** One file's own key, cut and bound: no part of it can be left out, moved, or taken from another file (SPEC BL6). */
export interface FileCipher {
  readonly parts: number;
  /** The ciphertext of part `part` of the file. */
  seal(file: Blob, part: number): Promise<Uint8Array<ArrayBuffer>>;
  /** `undefined` where it is not what was sealed as this part. */
  open(ciphertext: Uint8Array<ArrayBuffer>, part: number): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

export const newFileKey = (): string => toBase64(crypto.getRandomValues(new Uint8Array(32)));

/** Big-endian, at the end. A key seals one file only, so a nonce is never used for two plaintexts. */
const nonce = (part: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(NONCE_BYTES);
  new DataView(bytes.buffer).setUint32(NONCE_BYTES - 4, part);
  return bytes;
};

const counted = (label: string, count: number): Uint8Array<ArrayBuffer> => {
  const number = new Uint8Array(4);
  new DataView(number.buffer).setUint32(0, count);
  return concat(utf8(label), number);
};

/** `key` as 44 characters of base64, `size` in bytes of plaintext. Rejects where the key is none. */
export const fileCipher = async (key: string, size: number): Promise<FileCipher> => {
  const parts = partCount(size);
  const secret = await crypto.subtle.importKey('raw', fromBase64(key), NAME, false, ['encrypt', 'decrypt']);
  const algorithm = (part: number) => ({
    name: NAME,
    iv: nonce(part),
    additionalData: counted('tincan.file.v1', parts),
  });
  const bytesOf = (part: number): number => Math.min(CHUNK_BYTES, size - part * CHUNK_BYTES);

  return {
    parts,
    async seal(file, part) {
      const start = part * CHUNK_BYTES;
      const chunk = await file.slice(start, start + bytesOf(part)).arrayBuffer();
      return new Uint8Array(await crypto.subtle.encrypt(algorithm(part), secret, chunk));
    },
    async open(ciphertext, part) {
      try {
        const chunk = new Uint8Array(await crypto.subtle.decrypt(algorithm(part), secret, ciphertext));
        return chunk.length === bytesOf(part) ? chunk : undefined;
      } catch {
        return undefined;
      }
    },
  };
};
