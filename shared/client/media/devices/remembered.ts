import { type ChosenDevices, DEVICE_KINDS, type ListedDevice } from '#shared/core/media/own-devices.ts';

const KEY = 'tincan.devices';

/** Where the choice of this device is kept. */
export interface DeviceMemory {
  read(): ChosenDevices;
  write(chosen: ChosenDevices): void;
}

const readable = (kept: unknown): ListedDevice | undefined => {
  if (typeof kept !== 'object' || kept === null) return undefined;
  const { id, label } = kept as Partial<Record<keyof ListedDevice, unknown>>;
  return typeof id === 'string' && typeof label === 'string' ? { id, label } : undefined;
};

/** Storage that is blocked or holds something else costs the choice, not the call. */
export const rememberedDevices: DeviceMemory = {
  read: () => {
    try {
      const kept: Partial<Record<string, unknown>> = JSON.parse(localStorage.getItem(KEY) ?? '{}');
      const known = DEVICE_KINDS.map((kind) => [kind, readable(kept[kind])] as const);
      return Object.fromEntries(known.filter(([, device]) => device));
    } catch {
      return {};
    }
  },
  write: (chosen) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(chosen));
    } catch {
      // It lasts as long as the page.
    }
  },
};
