import { deviceName as browserName } from '#shared/client/device-name.ts';

/** What this device is called in the list of sessions, such as `Chrome on Linux, extension`. */
export const deviceName = (userAgent: string): string => `${browserName(userAgent)}, extension`;
