import type { SealContext } from '../ports.ts';
import { utf8 } from './bytes.ts';
import { SUITE } from './suite.ts';

/**
 * Everything a box is bound to besides its own bytes: in the key schedule as HPKE's `info`, and under the signature.
 * A JSON array, because no two different lists have the same text.
 */
export const binding = ({ purpose, subject, from, to }: SealContext, prekey: number): Uint8Array<ArrayBuffer> =>
  utf8(
    JSON.stringify(['tincan.box', SUITE, purpose, subject, from.account, from.device, to.account, to.device, prekey]),
  );
