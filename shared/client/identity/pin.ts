import type { DeviceKeys } from '#shared/protocol/account.ts';
import type { DeviceList, ListedDevice } from '#shared/protocol/device-list.ts';
import type { AccountId, DeviceId, Instant } from '#shared/protocol/ids.ts';

/** A device list whose signature has been checked. `hash` is the SHA-256 of its text in base64. */
export interface CheckedList {
  readonly list: DeviceList;
  readonly hash: string;
}

/** What was sent to a mailbox is there for so long, where nothing else is set at the relay. */
export const MAIL_MS = 30 * 24 * 3_600_000;

/** A device that is not listed any more. What it sent before may still be under way until then. */
export interface FormerDevice extends ListedDevice {
  readonly until: Instant;
}

/** What this device holds to be true of an account's identity. */
export interface Pin {
  readonly account: AccountId;
  readonly identity_key: string;
  readonly version: number;
  readonly devices: readonly ListedDevice[];
  /** Devices that were on a list and are not any more. */
  readonly removed: readonly DeviceId[];
  readonly former?: readonly FormerDevice[];
  /** Of every version met. */
  readonly hashes: Readonly<Record<number, string>>;
  /** The person has compared the numbers with the contact. */
  readonly verified: boolean;
  /** Another identity took the place of one that nobody had verified, and the person has not seen that yet. */
  readonly replaced?: true;
  /** Another identity is offered in place of a verified one: nothing is sent until the person decides. */
  readonly offered?: CheckedList;
}

export type Judgement =
  | { readonly type: 'believed'; readonly pin: Pin }
  /** Nothing of it is used; the former pin goes on. */
  | { readonly type: 'disbelieved'; readonly why: 'older' | 'contradicting' };

export const newPin = ({ list, hash }: CheckedList): Pin => ({
  account: list.account,
  identity_key: list.identity_key,
  version: list.version,
  devices: list.devices,
  removed: [],
  hashes: { [list.version]: hash },
  verified: false,
});

const goneFrom = (pin: Pin, { list: { devices } }: CheckedList): readonly ListedDevice[] =>
  pin.devices.filter(({ device }) => !devices.some((listed) => listed.device === device));

const formerAt = (pin: Pin, next: CheckedList, now: Instant): readonly FormerDevice[] => [
  ...(pin.former ?? []).filter(({ until }) => until > now),
  ...goneFrom(pin, next).map((device) => ({ ...device, until: now + MAIL_MS })),
];

/** The next list of the same identity. */
export const follow = (pin: Pin, next: CheckedList, now: Instant): Pin => {
  const { offered: _, ...kept } = pin;
  const { version, devices } = next.list;
  const removed = [...pin.removed, ...goneFrom(pin, next).map(({ device }) => device)];
  const hashes = { ...pin.hashes, [version]: next.hash };
  return { ...kept, version, devices, removed, former: formerAt(pin, next, now), hashes };
};

/** Whether a list may take the place of what is known (SPEC DL5). A list several versions on is taken on its signature. */
export const judge = (pin: Pin | undefined, offer: CheckedList, now: Instant): Judgement => {
  const { list, hash } = offer;
  if (!pin) return { type: 'believed', pin: newPin(offer) };
  if (list.identity_key !== pin.identity_key)
    return {
      type: 'believed',
      pin: pin.verified
        ? { ...pin, offered: offer }
        : { ...newPin(offer), replaced: true, former: formerAt(pin, offer, now) },
    };
  const known = pin.hashes[list.version];
  if (known !== undefined && known !== hash) return { type: 'disbelieved', why: 'contradicting' };
  if (list.version < pin.version) return { type: 'disbelieved', why: 'older' };
  if (list.version === pin.version + 1 && list.previous !== pin.hashes[pin.version])
    return { type: 'disbelieved', why: 'contradicting' };
  return { type: 'believed', pin: follow(pin, offer, now) };
};

/** Whether the owner of the identity has confirmed this device with this key. */
export const isListed = ({ devices }: Pick<Pin, 'devices'>, { device, signing_key }: Omit<ListedDevice, 'added_at'>) =>
  devices.some((listed) => listed.device === device && listed.signing_key === signing_key);

/** The device of this name that is listed, or was until not long ago. */
export const writerOf = (
  { devices, former = [] }: Pick<Pin, 'devices' | 'former'>,
  wanted: DeviceId,
  now: Instant,
): ListedDevice | undefined =>
  [...devices, ...former.filter(({ until }) => until > now)].find(({ device }) => device === wanted);

/** Devices that may be sealed for, and those that only the relay vouches for. */
export const sortOut = (
  pin: Pick<Pin, 'devices'> | undefined,
  offered: readonly DeviceKeys[],
): { readonly listed: readonly DeviceKeys[]; readonly ghosts: readonly DeviceKeys[] } => {
  const listed = offered.filter((keys) => pin && isListed(pin, keys));
  return { listed, ghosts: offered.filter((keys) => !listed.includes(keys)) };
};
