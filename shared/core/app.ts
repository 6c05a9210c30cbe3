import type { Account } from '#shared/protocol/account.ts';
import type { DeviceId } from '#shared/protocol/ids.ts';
import type { Call } from './call/call.ts';
import type { Chat } from './chat/timeline.ts';
import type { Transfers } from './files/transfers.ts';
import type { Identity } from './identity/identity.ts';
import type { Link } from './link/link.ts';
import type { PresenceMap } from './presence/presence.ts';
import type { Privacy } from './privacy/privacy.ts';
import type { Reason } from './reason.ts';
import type { Roster } from './roster/roster.ts';
import type { Typing } from './typing/typing.ts';

/** Who is signed in on this device. `loading` until the store has answered. */
export type Session =
  | { readonly state: 'loading' }
  | { readonly state: 'signed-out'; readonly ended?: 'revoked' }
  | { readonly state: 'signed-in'; readonly relay: string; readonly account: Account; readonly device: DeviceId };

/** Something that went wrong, and no screen says so; shown once, in words. */
export interface Notice {
  readonly id: string;
  readonly reason: Reason;
}

/** Everything a context shows. Plain data: no streams, no sockets, no keys. */
export interface AppState {
  readonly session: Session;
  readonly link: Link;
  readonly identity: Identity;
  readonly roster: Roster;
  readonly presence: PresenceMap;
  readonly typing: Typing;
  readonly chat: Chat;
  readonly transfers: Transfers;
  readonly call: Call;
  readonly privacy: Privacy;
  readonly notices: readonly Notice[];
}
