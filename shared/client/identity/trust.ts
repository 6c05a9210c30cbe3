import type { Doubt } from '#shared/core/identity/identity.ts';
import type { DeviceKeys } from '#shared/protocol/account.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import type { SignedDeviceList } from '#shared/protocol/signed-device-list.ts';
import type { Clock, History, StoredSession } from '../ports.ts';
import type { IdentityKeys } from './identity-keys.ts';
import { type CheckedList, judge, newPin, type Pin, sortOut } from './pin.ts';

/** What is to be made of the relay's word on some people's devices. */
export interface Weighed {
  /** May be sealed for. */
  readonly listed: readonly DeviceKeys[];
  /** Only the relay vouches for them. */
  readonly ghosts: readonly DeviceKeys[];
  readonly lists: readonly CheckedList[];
  readonly doubts: readonly Doubt[];
}

export interface Trust {
  /** Holds lists against what is known, keeps what follows from it, and sorts the devices accordingly. */
  weigh(
    accounts: readonly AccountId[],
    devices: readonly DeviceKeys[],
    lists: readonly SignedDeviceList[],
  ): Promise<Weighed>;
}

export interface TrustOptions {
  readonly history: History;
  readonly clock: Clock;
  readonly identities: () => Promise<IdentityKeys>;
  readonly session: () => StoredSession | undefined;
  /** What is known of somebody's identity is another now. */
  readonly onChanged: () => void;
}

/** Decides by signatures and memory which devices are whose. The relay's word alone counts for nothing. */
export const createTrust = ({ history, clock, identities, session, onChanged }: TrustOptions): Trust => {
  /** The own identity is what this device has the key of, never what it is told first. */
  const own = async (offer: CheckedList, pin: Pin | undefined): Promise<CheckedList | undefined> => {
    const identity = await history.identity();
    return identity && (pin || identity.key === offer.list.identity_key) ? offer : undefined;
  };

  const believe = async (
    account: AccountId,
    offer: CheckedList | undefined,
  ): Promise<{ pin: Pin | undefined; doubt?: Doubt }> => {
    const isOwn = account === session()?.account.uid;
    const known = await history.pin(account);
    const offered = offer && isOwn ? await own(offer, known) : offer;
    if (!offered || known?.hashes[known.version] === offered.hash) return { pin: known };
    let doubt: Doubt | undefined;
    const pin = await history.changePin(account, (present) => {
      if (!present) return { ...newPin(offered), verified: isOwn };
      const judgement = judge(present, offered, clock.now());
      if (judgement.type === 'believed') return judgement.pin;
      doubt = { account, what: judgement.why };
      return present;
    });
    if (!doubt) onChanged();
    return { pin, ...(doubt && { doubt }) };
  };

  return {
    weigh: async (accounts, devices, signed) => {
      const { check } = await identities();
      const lists = (await Promise.all(signed.map(check))).filter((list) => list !== undefined);
      const unsigned = lists.length < signed.length;
      const weighed = await Promise.all(
        accounts.map(async (account) => {
          const offer = lists.find(({ list }) => list.account === account);
          const { pin, doubt } = await believe(account, offer);
          const sorted = sortOut(
            pin,
            devices.filter((keys) => keys.account === account),
          );
          // What another identity lists in place of a verified one is that identity's, not the relay's.
          const { ghosts } = pin?.offered ? sortOut(pin.offered.list, sorted.ghosts) : sorted;
          const isGhostly = ghosts.length > 0 && account !== session()?.account.uid;
          const doubts: readonly Doubt[] = [
            ...(doubt ? [doubt] : []),
            ...(unsigned && !offer ? [{ account, what: 'unsigned' } as const] : []),
            ...(isGhostly && pin ? [{ account, what: 'ghost' } as const] : []),
          ];
          return { ...sorted, doubts };
        }),
      );
      return {
        lists,
        listed: weighed.flatMap(({ listed }) => listed),
        ghosts: weighed.flatMap(({ ghosts }) => ghosts),
        doubts: weighed.flatMap(({ doubts }) => doubts),
      };
    },
  };
};
