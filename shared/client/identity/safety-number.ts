import { scryptAsync } from '@noble/hashes/scrypt.js';
import type { AccountId } from '#shared/protocol/ids.ts';
import { utf8 } from '../seal/bytes.ts';

export interface Party {
  readonly account: AccountId;
  /** In base64. */
  readonly identityKey: string;
}

const GROUPS = 12;
const BYTES_OF_GROUP = 5;
/** Slow, so that nobody looks for another pair of keys with digits like these (DAVE, as in Discord's protocol.md v1.1). */
const COST = { N: 16_384, r: 8, p: 2, dkLen: GROUPS * BYTES_OF_GROUP };
const SALT = 'tincan.safety-number.v1';

const groupOf = (bytes: Uint8Array): string => {
  const number = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  return String(number % 100_000).padStart(5, '0');
};

/** 60 digits in twelve groups; the same from either side, and others for any other pair of keys. */
export const safetyNumber = async (one: Party, other: Party): Promise<readonly string[]> => {
  const parties = [one, other]
    .map(({ account, identityKey }) => [account, identityKey])
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  const bytes = await scryptAsync(utf8(JSON.stringify(parties)), utf8(SALT), COST);
  return Array.from({ length: GROUPS }, (_, group) =>
    groupOf(bytes.slice(group * BYTES_OF_GROUP, (group + 1) * BYTES_OF_GROUP)),
  );
};
