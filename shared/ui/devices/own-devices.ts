import type { OwnDevices } from '#shared/client/client.ts';
import type { OwnDevicesState } from '#shared/core/media/own-devices.ts';
import { createOwn, type Own } from './own.ts';

export const createOwnDevices = (): Own<OwnDevices, OwnDevicesState> =>
  createOwn<OwnDevicesState, OwnDevices>(({ devices }) => devices);
