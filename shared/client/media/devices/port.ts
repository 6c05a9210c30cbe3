import type { DeviceKind, OwnDevicesState } from '#shared/core/media/own-devices.ts';
import type { Outcome } from '#shared/core/reason.ts';

/** Microphones, loudspeakers and cameras of this device, and which of them the person wants. */
export interface OwnDevices {
  state(): OwnDevicesState;
  subscribe(listener: (state: OwnDevicesState) => void): () => void;
  /** Asks the browser anew: it tells more once it has been allowed to open one. */
  look(): Promise<void>;
  /** Remembered on this device. Without an id, the same as the system has it. */
  choose(kind: DeviceKind, id?: string): void;
  /** One that was in use has ended by itself. */
  unplugged(kind: DeviceKind, label: string): void;
  /** Where the browser lets sound be played elsewhere than the system has it. */
  readonly routesSound: boolean;
  /** The browser's own list of loudspeakers, where it has one. Must be called in a click. */
  readonly pickLoudspeaker?: () => Promise<Outcome>;
}
