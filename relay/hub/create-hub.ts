import type { ErrorCode } from '#shared/protocol/errors.ts';
import type { EndpointId } from '#shared/protocol/ids.ts';
import { count, tally } from '../tally.ts';
import type { Endpoint } from './endpoint.ts';
import type { Hub, HubEvents } from './hub.ts';
import { createOutbox } from './outbox.ts';

type Listeners = { [Event in keyof HubEvents]: HubEvents[Event][] };

/** The live sockets, what leaves for them, and who hears of what happens to them. Knows nothing of frames' meaning. */
export const createHub = (endpoints: Map<EndpointId, Endpoint>): Hub => {
  const outbox = createOutbox();
  const refusals = tally<ErrorCode>();
  const listeners: Listeners = {
    arrived: [],
    left: [],
    activityChanged: [],
    relationChanged: [],
    inCallChanged: [],
    tick: [],
  };

  return {
    endpoint: (id) => endpoints.get(id),
    endpoints: () => endpoints.values(),
    write: outbox.write,
    send: outbox.send,
    tell: outbox.tell,
    tellText: outbox.tellText,
    ok: (endpoint, id) => outbox.send(endpoint, { type: 'ok', id }),
    refuse: (endpoint, id, error_code, detail, retry_after) => {
      count(refusals, error_code);
      outbox.send(endpoint, {
        type: 'error',
        ...(id === undefined ? {} : { id }),
        error_code,
        detail,
        ...(retry_after === undefined ? {} : { retry_after }),
      });
    },
    refusals,
    close: (endpoint, code, reason) => {
      if (endpoint.phase === 'gone') return;
      for (const text of endpoint.outbox ?? []) endpoint.socket.send(text);
      endpoint.outbox = undefined;
      endpoint.socket.end(code, reason);
    },
    on: (event, listener) => {
      listeners[event].push(listener);
    },
    emit: (event, ...facts) => {
      for (const listener of listeners[event]) (listener as (...facts: unknown[]) => void)(...facts);
    },
  };
};
