import * as z from 'zod/mini';
import { box } from '#shared/protocol/envelope.ts';
import { base64 } from '#shared/protocol/ids.ts';
import { fromBase64, toBase64, utf8 } from '../seal/bytes.ts';
import type { IdentityKeys } from './identity-keys.ts';

const of = { session: z.string().check(z.maxLength(36)) };

/** What two own devices say to each other, giver first. Nothing before `part` is secret. */
export const linkMessage = z.discriminatedUnion('type', [
  /** `commitment` binds the giver before it knows the taker's nonce: nobody can look for digits that fit. */
  z.object({ type: z.literal('offer'), ...of, commitment: base64(44) }),
  z.object({ type: z.literal('answer'), ...of, nonce: base64(24) }),
  /** `to` is the nonce that is answered. */
  z.object({ type: z.literal('reveal'), ...of, nonce: base64(24), identity_key: base64(44), to: base64(24) }),
  /** The person has seen the same digits there. */
  z.object({ type: z.literal('agreed'), ...of }),
  /**
   * One after the other from 0 on; `packed` of `all` items are in this one and those before it. With the last part of the
   * belongings the taker becomes one's own; `since` is what has come to the giver until then, and its last part ends it.
   */
  z.object({
    type: z.literal('part'),
    ...of,
    index: z.int(),
    kind: z.enum(['history', 'belongings', 'since']),
    packed: z.int(),
    all: z.int(),
    last: z.boolean(),
    box,
  }),
  z.object({ type: z.literal('got'), ...of, index: z.int() }),
  z.object({ type: z.literal('refused'), ...of }),
]);
export type LinkMessage = z.infer<typeof linkMessage>;

export const encodeLink = (message: LinkMessage): string => toBase64(utf8(JSON.stringify(message)));

/** `undefined` where it is nothing that own devices say. */
export const decodeLink = (body: string): LinkMessage | undefined => {
  try {
    return linkMessage.safeParse(JSON.parse(new TextDecoder().decode(fromBase64(body)))).data;
  } catch {
    return undefined;
  }
};

/** SHA-256 of a text. */
type Hash = IdentityKeys['hash'];

/** What the giver is bound to by its offer. */
export const commitmentTo = async (hash: Hash, nonce: string, identityKey: string): Promise<string> =>
  toBase64(await hash(JSON.stringify(['tincan.link.commitment.v1', nonce, identityKey])));

/** All that must be the same on both devices. */
export interface Transcript {
  readonly account: string;
  readonly session: string;
  readonly identityKey: string;
  readonly giver: { readonly device: string; readonly signing_key: string; readonly nonce: string };
  readonly taker: { readonly device: string; readonly signing_key: string; readonly nonce: string };
}

/** Six digits that are the same where the transcript is: a relay between the two has one try in a million. */
export const digitsOf = async (
  hash: Hash,
  { account, session, identityKey, giver, taker }: Transcript,
): Promise<string> => {
  const facts = [
    'tincan.link.digits.v1',
    account,
    session,
    identityKey,
    ...[giver, taker].flatMap(({ device, signing_key, nonce }) => [device, signing_key, nonce]),
  ];
  const bytes = await hash(JSON.stringify(facts));
  const number = new DataView(bytes.buffer).getBigUint64(0) % 1_000_000n;
  return number.toString().padStart(6, '0');
};

export const newNonce = (): string => toBase64(crypto.getRandomValues(new Uint8Array(16)));
