import type { EndpointId, Instant } from '#shared/protocol/ids.ts';

/** Why the link will not come back by itself. */
export type LinkEnd = 'signed-out' | 'session-ended' | 'version-mismatch' | 'disabled';

/**
 * The client's side of the socket. Knows nothing of what travels over it.
 * `since` is when the link was last lost (or first tried): words appear only after 10 s of it (call-flow.md R31).
 */
export type Link =
  | { readonly state: 'idle' }
  | { readonly state: 'connecting'; readonly attempt: number; readonly since: Instant }
  | {
      readonly state: 'online';
      readonly endpoint: EndpointId;
      /** What the relay's clock is ahead of ours, in milliseconds. */
      readonly skew: number;
      /** `asked`: a ping is out and nothing has been heard since. */
      readonly pulse: 'heard' | 'asked';
      /** The relay said that it goes away, and for how long. */
      readonly awayFor?: number;
    }
  | { readonly state: 'backing-off'; readonly attempt: number; readonly since: Instant; readonly until: Instant }
  | { readonly state: 'closed'; readonly end: LinkEnd };
