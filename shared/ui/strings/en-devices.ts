import type { DeviceKind } from '#shared/core/media/own-devices.ts';

const names: Record<DeviceKind, string> = { microphone: 'Microphone', loudspeaker: 'Loudspeaker', camera: 'Camera' };

/** Which microphone, loudspeaker and camera are used. */
export const devicesEn = {
  devices: {
    names,
    system: 'Same as system',
    absent: (label: string) => `${label} (not plugged in)`,
    kept: 'Kept on this device. What is not plugged in is used again when it is.',
    pick: 'Choose a loudspeaker…',
    gone: (name: string) => `“${name}” was unplugged. What the system uses takes its place.`,
    back: (name: string) => `“${name}” is plugged in again, and is used.`,
    tryAgain: 'Try again',
  },
};

export type DevicesWords = typeof devicesEn;
