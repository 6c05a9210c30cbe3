import type { AccountId } from '#shared/protocol/ids.ts';
import { type Belongings, packBelongings, unpackBelongings } from '../identity/belongings.ts';
import type { Pin } from '../identity/pin.ts';
import { concat, fromBase64, utf8 } from '../seal/bytes.ts';
import { openWith, publicHalf, sealFor } from '../seal/recovery.ts';

/** A backup: one byte of version, which key opens it, what HPKE encapsulates, and the ciphertext. */
const VERSION = 1;
const NAME_BYTES = 32;
const ENC_BYTES = 32;
const HEAD_BYTES = 1 + NAME_BYTES;

const infoOf = (account: AccountId): string => JSON.stringify(['tincan.recovery.backup.v1', account]);

/** Tells the relay nothing of the public half, which it must not learn: it could make a backup of its own. */
const nameOf = async (half: string): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', concat(utf8('tincan.recovery.name.v1'), fromBase64(half))));

const through = async (bytes: Uint8Array<ArrayBuffer>, stream: GenericTransformStream): Promise<Uint8Array> =>
  new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());

/** What has to be known of somebody to know them again. What they offer now they will offer again. */
const slim = ({ offered: _, ...pin }: Pin): Pin => {
  const { version, hashes } = pin;
  return { ...pin, hashes: { [version]: hashes[version] ?? '' } };
};

export const isOpenedBy = async (backup: Uint8Array, half: string): Promise<boolean> => {
  const name = await nameOf(half);
  return backup[0] === VERSION && name.every((byte, index) => backup[1 + index] === byte);
};

/** Seals to the public half of a recovery key. */
export const sealBackup = async (
  half: string,
  account: AccountId,
  belongings: Belongings,
): Promise<Uint8Array<ArrayBuffer>> => {
  const packed = concat(...packBelongings({ ...belongings, pins: belongings.pins.map(slim) }));
  const plain = await through(packed, new CompressionStream('deflate-raw'));
  const { enc, ciphertext } = await sealFor(half, infoOf(account), plain);
  return concat(Uint8Array.of(VERSION), await nameOf(half), enc, ciphertext);
};

/** `undefined` where it is of another key or account. */
export const openBackup = async (
  pair: CryptoKeyPair,
  account: AccountId,
  backup: Uint8Array,
): Promise<Belongings | undefined> => {
  if (!(await isOpenedBy(backup, await publicHalf(pair)))) return undefined;
  const enc = backup.slice(HEAD_BYTES, HEAD_BYTES + ENC_BYTES);
  const ciphertext = backup.slice(HEAD_BYTES + ENC_BYTES);
  try {
    const plain = await openWith(pair, infoOf(account), { enc, ciphertext });
    return unpackBelongings([await through(new Uint8Array(plain), new DecompressionStream('deflate-raw'))]);
  } catch {
    return undefined;
  }
};
