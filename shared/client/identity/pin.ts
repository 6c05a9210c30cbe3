import type { DeviceKeys } from '#shared/protocol/account.ts';
import type { DeviceList, ListedDevice } from '#shared/protocol/device-list.ts';
import type { AccountId, DeviceId } from '#shared/protocol/ids.ts';

/** A device list whose signature has been checked. `hash` is the SHA-256 of its text in base64. */
export interface CheckedList {
  readonly list: DeviceList;
  readonly hash: string;
}

/** What this device holds to be true of an account's identity. */
export interface Pin {
  readonly account: AccountId;
  readonly identity_key: string;
  readonly version: number;
  readonly devices: readonly ListedDevice[];
  /** Devices that were on a list and are not any more. */
  readonly removed: readonly DeviceId[];
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

/** The next list of the same identity. */
export const follow = (pin: Pin, { list, hash }: CheckedList): Pin => {
  const { offered: _, ...kept } = pin;
  const { version, devices } = list;
  const gone = pin.devices.filter(({ device }) => !devices.some((listed) => listed.device === device));
  const removed = [...pin.removed, ...gone.map(({ device }) => device)];
  return { ...kept, version, devices, removed, hashes: { ...pin.hashes, [version]: hash } };
};

/** Whether a list may take the place of what is known (SPEC DL5). A list several versions on is taken on its signature. */
export const judge = (pin: Pin | undefined, offer: CheckedList): Judgement => {
  const { list, hash } = offer;
  if (!pin) return { type: 'believed', pin: newPin(offer) };
  if (list.identity_key !== pin.identity_key)
    return { type: 'believed', pin: pin.verified ? { ...pin, offered: offer } : { ...newPin(offer), replaced: true } };
  const known = pin.hashes[list.version];
  if (known !== undefined && known !== hash) return { type: 'disbelieved', why: 'contradicting' };
  if (list.version < pin.version) return { type: 'disbelieved', why: 'older' };
  if (list.version === pin.version + 1 && list.previous !== pin.hashes[pin.version])
    return { type: 'disbelieved', why: 'contradicting' };
  return { type: 'believed', pin: follow(pin, offer) };
};

/** Whether the owner of the identity has confirmed this device with this key. */
export const isListed = ({ devices }: Pick<Pin, 'devices'>, { device, signing_key }: Omit<ListedDevice, 'added_at'>) =>
  devices.some((listed) => listed.device === device && listed.signing_key === signing_key);

/** Devices that may be sealed for and opened from, and those that only the relay vouches for. */
export const sortOut = (
  pin: Pick<Pin, 'devices'> | undefined,
  offered: readonly DeviceKeys[],
): { readonly listed: readonly DeviceKeys[]; readonly ghosts: readonly DeviceKeys[] } => {
  const listed = offered.filter((keys) => pin && isListed(pin, keys));
  return { listed, ghosts: offered.filter((keys) => !listed.includes(keys)) };
};
