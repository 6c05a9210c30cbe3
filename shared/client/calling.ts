import { chosenId } from '#shared/core/media/own-devices.ts';
import { browserMedia } from './media/browser-media.ts';
import { ownDevices } from './media/devices/browser-devices.ts';
import { watchFreeze } from './media/page-freeze.ts';
import { browserRinger } from './media/ringer.ts';
import { tryWays } from './network/try-ways.ts';
import { openPeerLink } from './peers/open-peer-link.ts';
import type { Calling, Media } from './ports.ts';
import { browserSound } from './sound/browser-sound.ts';

// All that runs a call, as one piece that is loaded when the first call is near.
const media: Media = browserMedia({
  chosen: (device) => ownDevices.state().chosen[device]?.id,
  takesNoise: () => sound.takesNoise(),
});
const sound = browserSound(() => media.microphone());

export const calling: Calling = {
  openPeerLink,
  media,
  ringer: browserRinger(() => chosenId(ownDevices.state(), 'loudspeaker')),
  sound,
  devices: ownDevices,
  tryWays,
  watchFreeze,
};
