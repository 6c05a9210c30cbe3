import type { Quality, Strains } from '../quality/quality.ts';
import type { RemoteDevice, RemoteShare, StreamId } from './call.ts';

/** What the two sides of a call tell each other over their data channel. */
export type PeerMessage =
  /** Over a path from before the answer, by the only device that rings. */
  | { readonly type: 'answered' }
  /** Wants to see the caller before the answer. */
  | { readonly type: 'watching' }
  | { readonly type: 'devices'; readonly microphone: RemoteDevice; readonly camera: RemoteDevice }
  /** The system has taken microphone and camera, or stops the page (R33). */
  | { readonly type: 'paused'; readonly paused: boolean }
  /** The page goes, and may be loaded again (R18). */
  | { readonly type: 'leaving' }
  /** R34. */
  | ({ readonly type: 'strain' } & Strains)
  | { readonly type: 'share-stopped'; readonly share: string }
  | { readonly type: 'stop-your-share'; readonly share: string }
  /** To everyone inside of a room. `number` grows with each of one stay, so that it is known when it comes again. */
  | { readonly type: 'text'; readonly text: string; readonly number?: number | undefined }
  | { readonly type: 'hang-up' };

/** What the media path of a call says of itself. */
export type PeerEvent =
  | { readonly type: 'path-connected' }
  /** `ago`: milliseconds since anything came over it, as far as that is known. */
  | { readonly type: 'path-lost'; readonly ago: number }
  /** ICE restart and a fresh connection both failed: nothing is tried any more until it is revived. */
  | { readonly type: 'path-failed' }
  /** The other side's page was loaded anew: it knows nothing of what it was told. */
  | { readonly type: 'peer-renewed' }
  /** How it is now. */
  | { readonly type: 'quality'; readonly quality: Quality }
  | { readonly type: 'remote-stream'; readonly stream: StreamId }
  | ({ readonly type: 'remote-share' } & RemoteShare)
  | { readonly type: 'remote-share-ended'; readonly stream: StreamId }
  | { readonly type: 'message'; readonly message: PeerMessage };
