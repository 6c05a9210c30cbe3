import { browserMedia } from './media/browser-media.ts';
import { watchFreeze } from './media/page-freeze.ts';
import { browserRinger } from './media/ringer.ts';
import { openPeerLink } from './peers/open-peer-link.ts';
import type { Calling } from './ports.ts';

/** All that runs a call, as one piece that is loaded when the first call is near. */
export const calling: Calling = { openPeerLink, media: browserMedia(), ringer: browserRinger(), watchFreeze };
