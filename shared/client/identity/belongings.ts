import { concat, fromBase64, toBase64, utf8 } from '../seal/bytes.ts';
import type { RecoveryKey } from './identity-keys.ts';
import type { Pin } from './pin.ts';

/** What makes a device a person's own: the account's key, and who the others are. */
export interface Belongings {
  /** 32 bytes. */
  readonly seed: Uint8Array<ArrayBuffer>;
  readonly pins: readonly Pin[];
  /** Where the person has made one. */
  readonly recovery?: RecoveryKey | undefined;
}

/** Sealed, and written as base64 twice, it still fits one frame. */
const PART_BYTES = 16 * 1024;

export const packBelongings = ({ seed, pins, recovery }: Belongings): readonly Uint8Array[] => {
  const bytes = utf8(JSON.stringify({ version: 1, seed: toBase64(seed), pins, recovery }));
  const parts = Math.ceil(bytes.length / PART_BYTES);
  return Array.from({ length: parts }, (_, index) => bytes.slice(index * PART_BYTES, (index + 1) * PART_BYTES));
};

/** Throws where it is not what an own device packs. */
export const unpackBelongings = (parts: readonly Uint8Array[]): Belongings => {
  const text = new TextDecoder().decode(concat(...parts));
  const { seed, ...rest } = JSON.parse(text) as Omit<Belongings, 'seed'> & { seed: string };
  return { seed: fromBase64(seed), pins: rest.pins, recovery: rest.recovery };
};
