import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const PREFIX = 'tc_s_';
const RANDOM_BYTES = 32;
const MARK_BYTES = 16;

/**
 * The tokens of sessions: `tc_s_`, then base64url of 256 random bits and a mark, which only who has the key can make.
 * What is kept of a token is its hash; the mark tells one that was made up without a look at what is kept.
 */
export interface SessionTokens {
  make(): string;
  /** Whether one has been made like this, be it good or not any more. Tokens from before there were marks have none. */
  isMade(token: string): boolean;
}

export const hasTokenForm = (token: string): boolean => token.startsWith(PREFIX);

export const createSessionTokens = (key: Uint8Array): SessionTokens => {
  const markOf = (random: Uint8Array): Uint8Array =>
    createHmac('sha256', key).update(random).digest().subarray(0, MARK_BYTES);

  return {
    make() {
      const random = randomBytes(RANDOM_BYTES);
      return PREFIX + Buffer.concat([random, markOf(random)]).toString('base64url');
    },
    isMade(token) {
      const bytes = Buffer.from(hasTokenForm(token) ? token.slice(PREFIX.length) : '', 'base64url');
      if (bytes.length !== RANDOM_BYTES + MARK_BYTES) return false;
      return timingSafeEqual(bytes.subarray(RANDOM_BYTES), markOf(bytes.subarray(0, RANDOM_BYTES)));
    },
  };
};
