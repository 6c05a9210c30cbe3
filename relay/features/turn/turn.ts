import { createHmac, randomBytes } from 'node:crypto';
import type { IceServer } from '#shared/protocol/frames.ts';
import type { Instant } from '#shared/protocol/ids.ts';
import type { Endpoint } from '../../hub/endpoint.ts';
import type { Hub } from '../../hub/hub.ts';

/** How long credentials are good for (security.md row 22). A path that was made with them lives on. */
export const TTL_MS = 3_600_000;
/** Half of that: whoever begins a call has half an hour left to make its path. */
export const RENEW_MS = TTL_MS / 2;

/**
 * Credentials for TURN servers that have the same secret (draft-uberti-behave-turn-rest-00). They keep no accounts, and
 * are told of none: apart from its end a user name is random.
 */
const credentials = (secret: string, now: Instant): Required<Pick<IceServer, 'username' | 'credential'>> => {
  const username = `${Math.floor((now + TTL_MS) / 1000)}:${randomBytes(16).toString('hex')}`;
  return { username, credential: createHmac('sha1', secret).update(username).digest('base64') };
};

/** How often it is to have been told newer ones by then. Counted, not kept: there are many thousands of endpoints. */
const renewalsOf = ({ openedAt }: Endpoint, at: Instant): number => Math.max(0, Math.floor((at - openedAt) / RENEW_MS));

export interface Servers {
  /** Of everyone, without credentials or with such as never change. */
  readonly iceServers: readonly IceServer[];
  readonly urls: readonly string[];
  /** `undefined` where there are no TURN servers. */
  readonly secret: string | undefined;
}

export interface TurnOptions extends Servers {
  readonly hub: Hub;
  readonly clock: () => Instant;
}

/** What somebody is told who comes now. */
export const iceServersAt = ({ iceServers, urls, secret }: Servers, now: Instant): readonly IceServer[] =>
  secret === undefined ? iceServers : [...iceServers, { urls: [...urls], ...credentials(secret, now) }];

/** What each new endpoint is told of STUN and TURN servers; as long as it stays, it is told again in time. */
export const createTurn = ({ hub, clock, ...servers }: TurnOptions): (() => readonly IceServer[]) => {
  if (servers.secret === undefined) return () => servers.iceServers;

  let before = clock();
  hub.on('tick', (now) => {
    for (const endpoint of hub.endpoints()) {
      if (endpoint.phase === 'ready' && renewalsOf(endpoint, now) > renewalsOf(endpoint, before))
        hub.send(endpoint, { type: 'ice-servers', ice_servers: [...iceServersAt(servers, now)] });
    }
    before = now;
  });
  return () => iceServersAt(servers, clock());
};
