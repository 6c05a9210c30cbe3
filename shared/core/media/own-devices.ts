import { isSameValue } from '../same-value.ts';

// Microphones, loudspeakers and cameras at hand, and which of them a person wants. What a call does with them is its own.

export const DEVICE_KINDS = ['microphone', 'loudspeaker', 'camera'] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];

/** As the browser names it. */
export interface ListedDevice {
  readonly id: string;
  readonly label: string;
}

export type DeviceLists = Readonly<Record<DeviceKind, readonly ListedDevice[]>>;

/** What is missing is the same as the system's. */
export type ChosenDevices = Readonly<Partial<Record<DeviceKind, ListedDevice>>>;

/** A device that was in use has been unplugged, or the chosen one is there again. */
export interface DeviceNews {
  readonly kind: DeviceKind;
  readonly what: 'gone' | 'back';
  readonly label: string;
}

export interface OwnDevicesState {
  /** Without those whose names the browser keeps to itself, which it does until it has been asked for one. */
  readonly lists: DeviceLists;
  /** What the system uses, by its name, where the browser tells. */
  readonly system: Readonly<Partial<Record<DeviceKind, string>>>;
  readonly chosen: ChosenDevices;
  readonly news?: DeviceNews;
}

export const noDevices = (chosen: ChosenDevices): OwnDevicesState => ({
  lists: { microphone: [], loudspeaker: [], camera: [] },
  system: {},
  chosen,
});

const has = (lists: DeviceLists, kind: DeviceKind, id: string): boolean => lists[kind].some((one) => one.id === id);

/** The id of the chosen one, where it is plugged in. */
export const chosenId = ({ lists, chosen }: OwnDevicesState, kind: DeviceKind): string | undefined => {
  const id = chosen[kind]?.id;
  return id !== undefined && has(lists, kind, id) ? id : undefined;
};

/** Names what should be in use: whoever has a device open opens another one when this has changed. */
export const targetOf = (state: OwnDevicesState, kind: DeviceKind): string =>
  chosenId(state, kind) ?? `system ${state.system[kind] ?? ''}`;

export const choose = (state: OwnDevicesState, kind: DeviceKind, id: string | undefined): OwnDevicesState => {
  const { [kind]: _, ...others } = state.chosen;
  const found = state.lists[kind].find((device) => device.id === id);
  return { ...state, chosen: found ? { ...others, [kind]: found } : others };
};

const newsOf = (before: OwnDevicesState, lists: DeviceLists): DeviceNews | undefined => {
  for (const kind of DEVICE_KINDS) {
    const chosen = before.chosen[kind];
    if (!chosen) continue;
    const [was, is] = [has(before.lists, kind, chosen.id), has(lists, kind, chosen.id)];
    // A list that is empty may be one that the browser does not tell.
    if (was !== is && before.lists[kind].length > 0) return { kind, what: is ? 'back' : 'gone', label: chosen.label };
  }
  return undefined;
};

/** The browser has listed them anew. */
export const listed = (before: OwnDevicesState, now: Pick<OwnDevicesState, 'lists' | 'system'>): OwnDevicesState => {
  const news = newsOf(before, now.lists);
  const next: OwnDevicesState = { ...before, ...now, ...(news && { news }) };
  return isSameValue(next, before) ? before : next;
};

/** One that was in use has ended by itself. */
export const unplugged = (state: OwnDevicesState, kind: DeviceKind, label: string): OwnDevicesState => ({
  ...state,
  news: { kind, what: 'gone', label },
});
