import type { SignalType } from '#shared/protocol/client-frames.ts';
import type { Endpoint } from '../../hub/endpoint.ts';
import type { Handlers, Hub } from '../../hub/hub.ts';
import type { SignalHead } from '../../hub/signal-text.ts';

/** Whether two endpoints may pass signals of a call to each other. */
export type Connects = (call: string, one: Endpoint, other: Endpoint) => boolean;

/**
 * Passes signals from endpoint to endpoint. They are sealed, and their text is never built anew: `from` is put before
 * what the sender wrote. It cannot be written there twice, because the schema refuses fields it does not know.
 */
export const createSignaling = (hub: Hub, connects: Connects): Pick<Handlers, SignalType> => {
  const pass = (endpoint: Endpoint, { to, call }: SignalHead, text: string): void => {
    const target = hub.endpoint(to);
    if (target?.phase !== 'ready' || !connects(call, endpoint, target)) {
      return hub.refuse(endpoint, undefined, 'endpoint_gone', 'to: not an endpoint of this call, or gone');
    }
    hub.write(target, `{"from":"${endpoint.id}",${text.slice(text.indexOf('{') + 1)}`);
  };
  return { offer: pass, answer: pass, candidate: pass, restart: pass, leave: pass };
};
