import {
  type ChosenDevices,
  choose,
  type DeviceKind,
  type ListedDevice,
  listed,
  noDevices,
  type OwnDevicesState,
  unplugged,
} from '#shared/core/media/own-devices.ts';
import { done, failed } from '#shared/core/reason.ts';
import type { Remembered } from '../../remember.ts';
import type { OwnDevices } from './port.ts';

/** In Firefox, not yet in TypeScript's DOM library. */
type Browser = Pick<MediaDevices, 'enumerateDevices' | 'addEventListener'> & {
  readonly selectAudioOutput?: () => Promise<MediaDeviceInfo>;
};

const KINDS: Readonly<Record<MediaDeviceKind, DeviceKind>> = {
  audioinput: 'microphone',
  audiooutput: 'loudspeaker',
  videoinput: 'camera',
};

/** Chromium lists what the system uses once more, under these ids: "Default - Built-in microphone". */
const SYSTEM = 'default';
const SYSTEM_TOO: readonly string[] = [SYSTEM, 'communications'];

const sorted = (found: readonly MediaDeviceInfo[]): Pick<OwnDevicesState, 'lists' | 'system'> => {
  const lists: Record<DeviceKind, ListedDevice[]> = { microphone: [], loudspeaker: [], camera: [] };
  const system: Partial<Record<DeviceKind, string>> = {};
  for (const { deviceId: id, kind, label } of found) {
    if (id === SYSTEM) system[KINDS[kind]] = label;
    else if (id !== '' && !SYSTEM_TOO.includes(id)) lists[KINDS[kind]].push({ id, label });
  }
  return { lists, system };
};

export interface OwnDevicesOptions {
  /** Missing where the page was not loaded over https or from localhost. */
  readonly browser: Browser | undefined;
  readonly memory: Remembered<ChosenDevices>;
  readonly routesSound: boolean;
}

/** What the browser lists, followed while it changes. */
export const createOwnDevices = ({ browser, memory, routesSound }: OwnDevicesOptions): OwnDevices => {
  const listeners = new Set<(state: OwnDevicesState) => void>();
  let state = noDevices(memory.read());

  const become = (next: OwnDevicesState): void => {
    if (next === state) return;
    state = next;
    for (const listener of [...listeners]) listener(state);
  };
  const wish = (kind: DeviceKind, id: string | undefined): void => {
    become(choose(state, kind, id));
    memory.write(state.chosen);
  };
  const look = async (): Promise<void> => {
    // A browser that lists none lets none be chosen.
    const found = await browser?.enumerateDevices().catch(() => []);
    if (found) become(listed(state, sorted(found)));
  };
  const pick = async (): Promise<void> => {
    const picked = await browser?.selectAudioOutput?.();
    await look();
    if (picked) wish('loudspeaker', picked.deviceId);
  };

  browser?.addEventListener('devicechange', () => void look());
  void look();

  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    look,
    choose: wish,
    unplugged: (kind, label) => become(unplugged(state, kind, label)),
    routesSound,
    ...(browser?.selectAudioOutput && {
      pickLoudspeaker: () =>
        pick().then(
          () => done,
          () => failed('cancelled'),
        ),
    }),
  };
};
