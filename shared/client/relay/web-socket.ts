import { relayFrame } from '#shared/protocol/frames.ts';
import { SUBPROTOCOL, TICKET_PREFIX } from '#shared/protocol/version.ts';
import type { OpenRelaySocket } from '../ports.ts';
import { parseJson } from './parse.ts';

const address = (relay: string): URL => {
  const url = new URL('/ws', relay);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url;
};

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
    close: () => socket.close(1000),
  };
};
