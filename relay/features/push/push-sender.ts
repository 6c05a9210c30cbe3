import { Agent } from 'node:https';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type { PushMessage, PushSubscription } from '#shared/protocol/push.ts';
import { lookupOutside, pushServiceOf } from './push-services.ts';
import { keptVapidKeys, type VapidKeys } from './vapid-keys.ts';

/** An answer of a push service takes tenths of a second. */
const PATIENCE_MS = 10_000;
/** Where a service that cannot take it now does not say when it can. */
const AGAIN_MS = 2_000;

export interface Push {
  readonly to: PushSubscription;
  readonly message: PushMessage;
  /** At most 32 characters of base64url: a push takes the place of one with the same topic that waits at the service. */
  readonly topic: string;
  /** After this instant the service need not deliver it. */
  readonly until: number;
}

/** `gone`: the service no longer knows the subscription. `refused`: this push was not taken. */
export type Sent = 'accepted' | 'gone' | 'refused';

export interface PushSender {
  /** What devices subscribe with. */
  publicKey(): Promise<string>;
  /** What a service does is an outcome. Once `over` is aborted what has not been sent yet is not. */
  send(push: Push, over: AbortSignal): Promise<Sent>;
}

export interface PushSenderOptions {
  readonly dataDir: string;
  /** Whom a push service may turn to about this relay: an address, `https:` or `mailto:` (RFC 8292, section 2.1). */
  readonly subject: string;
  /** Hosts that the operator has named as push services besides the known ones. */
  readonly ownServices: readonly string[];
  readonly clock: () => number;
}

type Library = typeof import('web-push');

/** Milliseconds from a `Retry-After` header, which has seconds or a date (RFC 9110, section 10.2.3). */
export const retryAfter = (header: string | undefined, now: number): number => {
  if (header === undefined) return AGAIN_MS;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? AGAIN_MS : Math.max(0, ms);
};

/** Sends encrypted pushes (RFC 8030, 8291, 8292). What they are about, and whom, goes into no log. */
export const createPushSender = ({ dataDir, subject, ownServices, clock }: PushSenderOptions): PushSender => {
  const outside = new Agent({ keepAlive: true, lookup: lookupOutside });
  const anywhere = new Agent({ keepAlive: true });
  let loaded: { readonly library: Library; readonly keys: VapidKeys } | undefined;

  /** Fifteen megabytes that a relay without subscriptions does not need. */
  const load = async () => {
    // All of it is under `default`, which its types do not know.
    const { default: library } = (await import('web-push')) as unknown as { readonly default: Library };
    loaded ??= { library, keys: keptVapidKeys(dataDir, library.generateVAPIDKeys) };
    return loaded;
  };

  /** The outcome, or the milliseconds to wait before it may be tried again. */
  const attempt = async ({ to, message, topic, until }: Push): Promise<Sent | number> => {
    const service = pushServiceOf(new URL(to.endpoint), ownServices);
    if (!service) return 'gone'; // the operator no longer allows it
    const { library, keys } = await load();
    await turn(); // encrypting takes a millisecond: whatever else waits goes in between
    try {
      await library.sendNotification(to, JSON.stringify(message), {
        vapidDetails: { subject, ...keys },
        TTL: Math.max(0, Math.ceil((until - clock()) / 1000)),
        urgency: 'high',
        topic,
        agent: service === 'own' ? anywhere : outside,
        timeout: PATIENCE_MS,
      });
      return 'accepted';
    } catch (error) {
      if (!(error instanceof library.WebPushError)) return AGAIN_MS; // no answer
      const { statusCode, headers } = error;
      if (statusCode === 404 || statusCode === 410) return 'gone';
      return statusCode === 429 || statusCode >= 500 ? retryAfter(headers['retry-after'], clock()) : 'refused';
    }
  };

  return {
    publicKey: async () => (await load()).keys.publicKey,
    async send(push, over) {
      if (over.aborted) return 'refused';
      const first = await attempt(push);
      if (typeof first !== 'number') return first;
      if (clock() + first >= push.until) return 'refused';
      await sleep(first, undefined, { signal: over }).catch(() => undefined);
      if (over.aborted) return 'refused';
      const second = await attempt(push);
      return typeof second === 'number' ? 'refused' : second;
    },
  };
};
