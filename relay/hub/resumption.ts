import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { EndpointId, Instant } from '#shared/protocol/ids.ts';
import { between } from '../between.ts';
import type { Endpoint } from './endpoint.ts';
import { type Device, mayComeIn, type People } from './people.ts';

const RESUME_MS = 300 * 1000;

export interface Resumption {
  /** Lets the client of this endpoint come back once, within five minutes of its opening, without asking over HTTP. */
  ticket(endpoint: Endpoint): string;
  /** The device, once. */
  redeem(ticket: string, origin: string, now: Instant): Device | undefined;
  /** The socket is gone; what is left of the ticket's time is not. */
  remember(endpoint: Endpoint, now: Instant): void;
  sweep(now: Instant): void;
}

/**
 * Tickets that are kept nowhere: each follows from the endpoint's id by a key of this run, so that ten thousand idle
 * endpoints do not hold ten thousand of them.
 */
export const createResumption = (endpoints: ReadonlyMap<EndpointId, Endpoint>, people: People): Resumption => {
  const key = randomBytes(32);
  const gone = new Map<EndpointId, Endpoint>();

  const ticket: Resumption['ticket'] = ({ id }) => `${id}_${createHmac('sha256', key).update(id).digest('base64url')}`;
  const isOver = ({ openedAt }: Endpoint, now: Instant): boolean => between(openedAt, now) > RESUME_MS;
  const isOf = (given: string, endpoint: Endpoint): boolean => {
    const [ours, theirs] = [Buffer.from(ticket(endpoint)), Buffer.from(given)];
    return ours.length === theirs.length && timingSafeEqual(ours, theirs);
  };
  const forget = (endpoint: Endpoint): void => {
    if (gone.delete(endpoint.id)) people.release(endpoint.device.person);
  };

  return {
    ticket,
    redeem(given, origin, now) {
      const [id = ''] = given.split('_', 1);
      const endpoint = endpoints.get(id) ?? gone.get(id);
      if (!endpoint || endpoint.resumed || !isOf(given, endpoint)) return undefined;
      if (endpoint.origin !== origin) return undefined; // it stays good where it belongs
      endpoint.resumed = true;
      forget(endpoint);
      return isOver(endpoint, now) || !mayComeIn(endpoint.device) ? undefined : endpoint.device;
    },
    remember(endpoint, now) {
      if (endpoint.resumed || isOver(endpoint, now)) return;
      gone.set(endpoint.id, endpoint);
      people.hold(endpoint.device.person);
    },
    sweep(now) {
      for (const endpoint of gone.values()) if (isOver(endpoint, now)) forget(endpoint);
    },
  };
};
