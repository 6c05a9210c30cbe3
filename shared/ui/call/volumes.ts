import { createSignal } from 'solid-js';
import type { AccountId } from '#shared/protocol/ids.ts';

/** Twice as loud as it comes. */
export const LOUDEST = 2;

const KEY = 'tincan.volumes';

type Volumes = Readonly<Record<AccountId, number>>;

// Storage that is blocked, or holds something else, costs the choice, not the call.
const stored = (): Volumes => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    const entries = typeof kept === 'object' && kept !== null ? Object.entries(kept) : [];
    return Object.fromEntries(
      entries.filter(([, value]) => typeof value === 'number' && value >= 0 && value <= LOUDEST),
    ) as Volumes;
  } catch {
    return {};
  }
};

const [volumes, setVolumes] = createSignal<Volumes>(stored());

/** How loud this person is heard on this device: 1 is as they come. */
export const volumeOf = (person: AccountId): number => volumes()[person] ?? 1;

export const setVolumeOf = (person: AccountId, volume: number): void => {
  const next = { ...volumes(), [person]: volume };
  setVolumes(next);
  try {
    localStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // It lasts as long as the page.
  }
};
