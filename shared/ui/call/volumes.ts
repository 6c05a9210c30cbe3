import { createSignal } from 'solid-js';
import { remembered } from '#shared/client/remember.ts';
import { membersOf } from '#shared/core/members-of.ts';
import type { AccountId } from '#shared/protocol/ids.ts';

/** Twice as loud as it comes. */
export const LOUDEST = 2;

type Volumes = Readonly<Record<AccountId, number>>;

const isVolume = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= LOUDEST;

const memory = remembered(
  'volumes',
  (kept) => Object.fromEntries(Object.entries(membersOf(kept)).filter(([, value]) => isVolume(value))) as Volumes,
);

const [volumes, setVolumes] = createSignal(memory.read());

/** How loud this person is heard on this device: 1 is as they come. */
export const volumeOf = (person: AccountId): number => volumes()[person] ?? 1;

export const setVolumeOf = (person: AccountId, volume: number): void => {
  const next = { ...volumes(), [person]: volume };
  setVolumes(next);
  memory.write(next);
};
