import { randomBytes } from 'node:crypto';
import type { Instant } from '#shared/protocol/ids.ts';
import type { Device, People } from './people.ts';

export const TICKET_SECONDS = 30;
export const RESUME_SECONDS = 300;

interface Grant {
  readonly device: Device;
  readonly origin: string;
  readonly until: Instant;
}

export interface Tickets {
  /** For one socket of this device from this Origin ('' where there is none). */
  issue(device: Device, origin: string, seconds: number, now: Instant): string;
  /** The device, once. */
  redeem(ticket: string, origin: string, now: Instant): Device | undefined;
  sweep(now: Instant): void;
}

/** What opens a socket: 256 random bits, good once, never on the disk. */
export const createTickets = (people: People): Tickets => {
  // One map for each lifetime: the oldest in it is the first to expire.
  const byLifetime = new Map<number, Map<string, Grant>>();

  return {
    issue(device, origin, seconds, now) {
      const ticket = randomBytes(32).toString('base64url');
      const grants = byLifetime.get(seconds) ?? new Map<string, Grant>();
      byLifetime.set(seconds, grants);
      grants.set(ticket, { device, origin, until: now + seconds * 1000 });
      people.hold(device.person);
      return ticket;
    },
    redeem(ticket, origin, now) {
      for (const grants of byLifetime.values()) {
        const grant = grants.get(ticket);
        if (!grant) continue;
        if (grant.origin !== origin) return undefined; // it stays good where it belongs
        grants.delete(ticket);
        people.release(grant.device.person);
        return grant.until < now || grant.device.removed ? undefined : grant.device;
      }
      return undefined;
    },
    sweep(now) {
      for (const grants of byLifetime.values()) {
        for (const [ticket, { until, device }] of grants) {
          if (until >= now) break;
          grants.delete(ticket);
          people.release(device.person);
        }
      }
    },
  };
};
