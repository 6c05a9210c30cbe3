import type { RelayFrame } from '#shared/protocol/frames.ts';
import type { Finding } from '#shared/protocol/setup-check.ts';
import type { Ports, StoredSession } from '../ports.ts';

const PATIENCE_MS = 10_000;
/** Whole calls fit into what clocks may differ by; credentials for TURN last for an hour. */
const AGREE_SECONDS = 30;

type Welcome = Extract<RelayFrame, { type: 'welcome' }>;

export interface Welcomed {
  readonly welcome: Welcome;
  /** Milliseconds from the question for a ticket. */
  readonly took: number;
  /** When it came, by the clock of this device. */
  readonly at: number;
}

/** Opens a socket of its own, as every context does, until it is welcomed. */
export const trySocket = async (
  { api, openSocket, clock }: Pick<Ports, 'api' | 'openSocket' | 'clock'>,
  { relay, token }: StoredSession,
): Promise<Welcomed | undefined> => {
  const asked = clock.now();
  const ticket = await api.ticket(relay, token);
  if (!ticket.ok) return undefined;
  const { promise, resolve } = Promise.withResolvers<Welcomed | undefined>();
  const socket = openSocket(relay, ticket.value, {
    frame: (frame) => {
      if (frame.type === 'welcome') resolve({ welcome: frame, took: clock.now() - asked, at: clock.now() });
    },
    closed: () => resolve(undefined),
  });
  const giveUp = clock.after(PATIENCE_MS, () => resolve(undefined));
  return promise.finally(() => {
    giveUp();
    socket.close();
  });
};

export const socketFinding = (welcomed: Welcomed | undefined): Finding =>
  welcomed
    ? { id: 'socket-here', state: 'ok', found: 'socket-opens', amount: welcomed.took }
    : { id: 'socket-here', state: 'failed', found: 'socket-shut' };

/** The clock of this device beside the relay's. */
export const clockFinding = (welcomed: Welcomed | undefined): Finding => {
  if (!welcomed) return { id: 'clock-here', state: 'skipped', found: 'not-tried' };
  const amount = Math.round(Math.abs(welcomed.welcome.server_time - welcomed.at) / 1000);
  return amount > AGREE_SECONDS
    ? { id: 'clock-here', state: 'failed', found: 'clock-differs', amount }
    : { id: 'clock-here', state: 'ok', found: 'clock-agrees', amount };
};
