import type { DeviceKeys } from '#shared/protocol/account.ts';
import type { Person } from './people.ts';

/** Of these keys those of the person's devices that their owner has confirmed (DL3). */
export const listedKeys = ({ uid, devices }: Person, keys: readonly DeviceKeys[]): readonly DeviceKeys[] =>
  keys.filter(({ account, device }) => account === uid && devices.some(({ id, listed }) => listed && id === device));
