import { type ChosenDevices, DEVICE_KINDS, type ListedDevice } from '#shared/core/media/own-devices.ts';
import { membersOf } from '#shared/core/members-of.ts';
import { remembered } from '../../remember.ts';

const readable = (kept: unknown): ListedDevice | undefined => {
  const { id, label } = membersOf(kept);
  return typeof id === 'string' && typeof label === 'string' ? { id, label } : undefined;
};

/** Which microphone, loudspeaker and camera are chosen on this device. */
export const rememberedDevices = remembered('devices', (kept): ChosenDevices => {
  const chosen = membersOf(kept);
  const known = DEVICE_KINDS.map((kind) => [kind, readable(chosen[kind])] as const);
  return Object.fromEntries(known.filter(([, device]) => device));
});
