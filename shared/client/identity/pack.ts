import type { History } from '../ports.ts';
import { packBelongings } from './belongings.ts';
import type { IdentityKeys, OwnIdentity } from './identity-keys.ts';
import type { LinkMessage } from './link-message.ts';
import { createPacker, NOTHING } from './luggage.ts';

export interface PackOptions {
  readonly history: History;
  readonly identities: () => Promise<IdentityKeys>;
  /** What has come to this context by now is stored. */
  readonly settled: () => Promise<void>;
}

/** One part of what a new device is given, before it is sealed. */
export type Packed = Pick<Extract<LinkMessage, { type: 'part' }>, 'kind' | 'packed' | 'all' | 'last'> & {
  readonly bytes: Uint8Array;
};

/**
 * The messages first: while they travel, nothing new comes to the other device that would stand before them. What comes
 * until it is on the list is sealed for this device alone, and follows.
 */
export async function* pack(
  { history, identities, settled }: PackOptions,
  identity: OwnIdentity,
  withHistory: boolean,
): AsyncGenerator<Packed> {
  const { items } = withHistory ? await (await history.archive()).contents() : { items: 0 };
  const all = items + 1;
  const luggage = createPacker(history);
  // Twice: a long history is a while on its way.
  for (let times = withHistory ? 2 : 0; times > 0; times -= 1) {
    for await (const { bytes, packed } of luggage())
      yield { kind: 'history', bytes, packed: Math.min(packed, items), all, last: false };
  }
  const { seed } = await identities();
  const belongings = packBelongings({
    seed: await seed(identity),
    pins: await history.pins(),
    recovery: identity.recovery,
    privacy: await history.privacy(),
  });
  for (const [index, bytes] of belongings.entries())
    yield { kind: 'belongings', bytes, packed: all, all, last: index === belongings.length - 1 };
  if (withHistory) {
    await settled();
    for await (const { bytes } of luggage()) yield { kind: 'since', bytes, packed: all, all, last: false };
  }
  yield { kind: 'since', bytes: NOTHING, packed: all, all, last: true };
}
