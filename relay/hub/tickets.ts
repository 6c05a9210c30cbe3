import { randomBytes } from 'node:crypto';
import type { Instant } from '#shared/protocol/ids.ts';
import { between } from '../between.ts';
import { type Device, mayComeIn, type People } from './people.ts';

export const TICKET_SECONDS = 30;

interface Grant {
  readonly device: Device;
  readonly origin: string;
  readonly at: Instant;
}

export interface Tickets {
  /** For one socket of this device from this Origin ('' where there is none). */
  issue(device: Device, origin: string, now: Instant): string;
  /** The device, once. */
  redeem(ticket: string, origin: string, now: Instant): Device | undefined;
  sweep(now: Instant): void;
}

/** What opens a socket: 256 random bits, good once, never on the disk. */
export const createTickets = (people: People): Tickets => {
  const grants = new Map<string, Grant>();

  const isOver = ({ at }: Grant, now: Instant): boolean => between(at, now) > TICKET_SECONDS * 1000;

  return {
    issue(device, origin, now) {
      const ticket = randomBytes(32).toString('base64url');
      grants.set(ticket, { device, origin, at: now });
      people.hold(device.person);
      return ticket;
    },
    redeem(ticket, origin, now) {
      const grant = grants.get(ticket);
      if (grant?.origin !== origin) return undefined; // it stays good where it belongs
      grants.delete(ticket);
      people.release(grant.device.person);
      return isOver(grant, now) || !mayComeIn(grant.device) ? undefined : grant.device;
    },
    sweep(now) {
      for (const [ticket, grant] of grants) {
        if (!isOver(grant, now)) continue;
        grants.delete(ticket);
        people.release(grant.device.person);
      }
    },
  };
};
