import type { Instant } from '#shared/protocol/ids.ts';
import { type CheckedList, type FormerDevice, MAIL_MS, type Pin } from './pin.ts';

// Lists that came and went while this device was away, and the devices that only they name.

/** The oldest of the lists that lead to the newest one and are all known. */
const firstOf = ({ version, hashes }: Pick<Pin, 'version' | 'hashes'>): number => {
  let first = version;
  while (hashes[first - 1] !== undefined) first -= 1;
  return first;
};

/** The version behind which some were passed over; `undefined` where none were. */
export const gapOf = (pin: Pick<Pin, 'version' | 'hashes'>): number | undefined => {
  const first = firstOf(pin);
  const before = Object.keys(pin.hashes)
    .map(Number)
    .filter((version) => version < first);
  return before.length > 0 ? Math.max(...before) : undefined;
};

/**
 * With what lists that were passed over tell, as far as they lead back without a gap from one that is known: each is
 * signed by the same identity, and named by the one after it (SPEC DL11). The same pin where they tell nothing.
 */
export const withPassedOver = (pin: Pin, lists: readonly CheckedList[], now: Instant): Pin => {
  const after = gapOf(pin);
  if (after === undefined) return pin;
  const own = lists.filter(({ list }) => list.account === pin.account && list.identity_key === pin.identity_key);
  const at = (version: number): CheckedList | undefined => own.find(({ list }) => list.version === version);

  const first = firstOf(pin);
  const hashes = { ...pin.hashes };
  const devices = new Map<string, FormerDevice>();
  let next = at(first);
  if (next?.hash !== pin.hashes[first]) return pin;
  for (let version = first - 1; next && version > after; version -= 1) {
    const passed = at(version);
    if (passed?.hash !== next.list.previous) break;
    hashes[version] = passed.hash;
    for (const device of passed.list.devices)
      if (!devices.has(device.device)) devices.set(device.device, { ...device, until: now + MAIL_MS });
    next = passed;
  }
  const known = [...pin.devices, ...(pin.former ?? [])].map(({ device }) => device);
  const news = [...devices.values()].filter(({ device }) => !known.includes(device));
  return {
    ...pin,
    hashes,
    removed: [...pin.removed, ...news.map(({ device }) => device)],
    former: [...(pin.former ?? []), ...news],
  };
};
