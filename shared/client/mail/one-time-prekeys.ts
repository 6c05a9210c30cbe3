import type { Prekey } from '#shared/protocol/account.ts';
import type { AccountId, DeviceId, Instant } from '#shared/protocol/ids.ts';
import type { Clock } from '../ports.ts';
import type { Line } from '../relay/line.ts';

/** How long what the relay has given out is sealed for: as long as a device list. */
const GOOD_MS = 3_600_000;
/** Before the relay, which had none to give, is asked again: it gives out so many a minute. */
const NONE_MS = 60_000;

/** At most one for each device. */
export type OneTimePrekeys = ReadonlyMap<DeviceId, Prekey>;

/**
 * What the relay has given out to this context and is not used yet. In memory alone: what another context, or one that
 * comes after this one, seals is for others.
 */
export interface OneTimeShelf {
  /** For one message to all devices of these people. Empty where there are none to be had; never fails. */
  take(accounts: readonly AccountId[]): Promise<OneTimePrekeys>;
  /** Asks for those of the next message, which then does not wait for them. */
  restock(accounts: readonly AccountId[]): void;
}

interface Stock {
  readonly prekeys: Promise<OneTimePrekeys>;
  readonly until: Instant;
}

export const createOneTimeShelf = (clock: Clock, line: Line): OneTimeShelf => {
  const shelf = new Map<string, Stock>();

  const ask = async (accounts: readonly AccountId[]): Promise<OneTimePrekeys> => {
    const answer = await line.request({ type: 'one-time-prekeys', accounts: [...accounts] });
    const given = answer.ok && answer.value.type === 'one-time-prekeys' ? answer.value.prekeys : [];
    return new Map(given.map(({ device, prekey }) => [device, prekey]));
  };

  return {
    take: async (accounts) => {
      const place = accounts.join();
      const there = shelf.get(place);
      const stock =
        there && clock.now() < there.until ? there : { prekeys: ask(accounts), until: Number.POSITIVE_INFINITY };
      // Before anything else can take them, too.
      shelf.delete(place);
      const taken = await stock.prekeys;
      if (taken.size === 0) shelf.set(place, { ...stock, until: Math.min(stock.until, clock.now() + NONE_MS) });
      return taken;
    },
    restock: (accounts) => {
      const place = accounts.join();
      if (!shelf.has(place)) shelf.set(place, { prekeys: ask(accounts), until: clock.now() + GOOD_MS });
    },
  };
};
