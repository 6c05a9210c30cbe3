import { createOwnDevices } from './own-devices.ts';
import { rememberedDevices } from './remembered.ts';

export const ownDevices = createOwnDevices({
  browser: navigator.mediaDevices,
  memory: rememberedDevices,
  routesSound: 'setSinkId' in HTMLMediaElement.prototype,
});
