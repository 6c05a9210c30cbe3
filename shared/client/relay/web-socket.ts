import { relayFrame } from '#shared/protocol/frames.ts';
import { SUBPROTOCOL, TICKET_PREFIX } from '#shared/protocol/version.ts';
import type { OpenRelaySocket } from '../ports.ts';
import { parseJson } from './parse.ts';

const address = (relay: string): URL => {
  const url = new URL('/ws', relay);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url;
};

/** Browsers open one socket of a relay at a time: one that hangs holds up the next. */
const LET_OPEN_MS = 1000;

/** One socket by the browser's `WebSocket`. What does not fit the schema is dropped: a newer relay may say more. */
export const openWebSocket: OpenRelaySocket = (relay, ticket, events) => {
  const socket = new WebSocket(address(relay), [SUBPROTOCOL, TICKET_PREFIX + ticket]);
  let dropped = 0;

  socket.addEventListener('message', ({ data }) => {
    const frame = typeof data === 'string' ? parseJson(relayFrame, data) : undefined;
    if (frame) return events.frame(frame);
    dropped += 1;
    console.warn(`Tincan: the relay said something this client does not know (${dropped})`);
  });
  socket.addEventListener('close', ({ code }) => events.closed(code));

  return {
    send: (frame) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
    },
    close: () => {
      const close = (): void => socket.close(1000);
      if (socket.readyState !== WebSocket.CONNECTING) return close();
      // The console would complain of every page that is left while its socket opens.
      socket.addEventListener('open', close);
      setTimeout(close, LET_OPEN_MS);
    },
  };
};
