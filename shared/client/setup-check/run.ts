import { done, type Outcome } from '#shared/core/reason.ts';
import type { Finding } from '#shared/protocol/setup-check.ts';
import type { Ports, StoredSession } from '../ports.ts';
import { tryPush } from './try-push.ts';
import { clockFinding, socketFinding, trySocket } from './try-socket.ts';
import { tryTurn } from './try-turn.ts';

const TRANSPORTS = ['udp', 'tcp', 'tls'] as const;

const secureFinding = (): Finding =>
  globalThis.isSecureContext
    ? { id: 'secure-here', state: 'ok', found: 'secure' }
    : { id: 'secure-here', state: 'failed', found: 'insecure' };

/** What only a browser can find out: how the relay and its servers are from where it stands. */
const lookFromHere = async (ports: Ports, self: StoredSession, tell: (finding: Finding) => void): Promise<void> => {
  tell(secureFinding());
  const welcomed = await trySocket(ports, self);
  tell(socketFinding(welcomed));
  tell(clockFinding(welcomed));
  // Fresh, unlike those of a socket that has been open for long.
  const servers = welcomed?.welcome.ice_servers;
  await Promise.all([
    tryPush(ports, self, tell),
    ...TRANSPORTS.map(async (transport) =>
      tell(
        servers
          ? await tryTurn(servers, transport)
          : { id: `turn-${transport}-here`, state: 'skipped', found: 'not-tried' },
      ),
    ),
  ]);
};

/** Both halves of the setup check at once; what is found is told as soon as it is. Fails where the relay does not say its part. */
export const runSetupCheck = async (
  ports: Ports,
  self: StoredSession,
  tell: (finding: Finding) => void,
): Promise<Outcome> => {
  const [answer] = await Promise.all([
    ports.api.setupCheck(self.relay, self.token).then((outcome) => {
      if (outcome.ok) outcome.value.forEach(tell);
      return outcome;
    }),
    lookFromHere(ports, self, tell),
  ]);
  return answer.ok ? done : answer;
};
