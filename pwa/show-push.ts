import { glance } from '#shared/client/history/glance.ts';
import { isSilentRing } from '#shared/core/privacy/ring-manner.ts';
import type { AccountId, CallId } from '#shared/protocol/ids.ts';
import { type CallPush, type PushMessage, pushMessage } from '#shared/protocol/push.ts';
import type { MoreWords } from '#shared/ui/strings/en-more.ts';
import { badgeMissed, missedOptions } from './missed-call.ts';
import type { PageMessage } from './page-message.ts';
import { AGAIN_MS, alertAgain, closeOverdue, type ElsewhereData } from './ring-alerts.ts';
import { type RingOptions, ringOptions } from './ring-options.ts';
import { showRinging } from './show-ringing.ts';
import { showTest } from './show-test.ts';
import { contactCalling } from './who-calls.ts';
import { workerWords } from './worker-words.ts';

// Of the service worker: what a push says becomes a notification. Every push has to (browsers take pushes away from
// who shows nothing), unless somebody looks at a page that knows of the call.

declare const self: ServiceWorkerGlobalScope;

/** For a page to hear of the call over its own socket. */
const PATIENCE_MS = 800;
/** A push that is later than that after the end of its ring has no ring to show; clocks differ by less. */
const LATE_MS = 60_000;

/** WebKit, whose notifications have no actions, counts a push that shows nothing even while somebody looks. */
const MUST_SHOW = !('actions' in Notification.prototype);

/** The person wants to see calls of this caller now, and not to hear them. */
const isSilent = async (caller: AccountId): Promise<boolean> => {
  const privacy = await glance(({ privacy }) => privacy()).catch(() => undefined);
  return privacy !== undefined && isSilentRing(privacy.rings, caller, Date.now());
};

const asked = (page: Client, call: CallId): Promise<boolean> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(true);
    setTimeout(() => resolve(false), PATIENCE_MS);
    page.postMessage({ type: 'knows-call', call } satisfies PageMessage, [port2]);
  });

/** Pages that somebody looks at. */
const seenPages = async (): Promise<readonly Client[]> => {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  return pages.filter(({ visibilityState }) => visibilityState === 'visible');
};

/** Somebody looks at a page that rings, or has rung. */
const isSeen = async (call: CallId): Promise<boolean> =>
  (await Promise.all((await seenPages()).map((page) => asked(page, call)))).includes(true);

/** What browsers ask for and no more: one for all such calls, without a sound and without a name. */
const showUnbidden = async (): Promise<void> => {
  if (!MUST_SHOW && (await seenPages()).length > 0) return;
  const { notifications } = await workerWords();
  const options = { tag: 'unbidden', icon: '/icon-192.png', silent: true };
  await self.registration.showNotification(notifications.unbidden, options);
};

const overWords = (name: string, outcome: Extract<PushMessage, { type: 'over' }>['outcome'], words: MoreWords) => {
  const { notifications } = words;
  return {
    missed: notifications.missedCall,
    answered: notifications.answeredElsewhere,
    declined: notifications.declinedElsewhere,
  }[outcome](name);
};

const show = async (message: CallPush): Promise<void> => {
  const { call, caller, media } = message;
  const { registration } = self;
  const name = await contactCalling(caller);
  if (name === undefined) return showUnbidden();
  const shown = await registration.getNotifications({ tag: call });
  // The one that is there has to be replaced even where somebody looks.
  const silent = shown.length === 0 && (await isSeen(call));
  if (silent && !MUST_SHOW) return;
  const spoken = await workerWords();
  const quiet = silent || (await isSilent(caller));
  if (message.type === 'ring' && Date.now() < message.ends_at + LATE_MS) {
    // Where this clock is ahead the ring is not over as soon as it is shown.
    const ends_at = Math.max(message.ends_at, Date.now() + AGAIN_MS);
    const options: RingOptions = { ...ringOptions({ call, media, ends_at }, quiet, spoken), renotify: !quiet };
    const title = spoken.call.incoming(name, media);
    if (quiet) return registration.showNotification(title, options);
    await showRinging(registration, title, options);
    void alertAgain(registration, title, options);
    return;
  }
  const outcome = message.type === 'over' ? message.outcome : 'missed';
  await registration.showNotification(overWords(name, outcome, spoken), {
    tag: call,
    icon: '/icon-192.png',
    silent: quiet,
    ...(outcome === 'missed'
      ? missedOptions({ call, person: caller, media }, spoken)
      : { data: { kind: 'elsewhere' } satisfies ElsewhereData }),
  });
  if (outcome === 'missed') await badgeMissed(registration);
};

/** What is being shown of each call: pushes that come at once, as to a phone that wakes, take their turn. */
const turns = new Map<CallId, Promise<void>>();

const showInTurn = async (message: CallPush): Promise<void> => {
  const { call } = message;
  const before = turns.get(call) ?? Promise.resolve();
  const turn = before.catch(() => {}).then(() => show(message));
  turns.set(call, turn);
  await turn.finally(() => turns.get(call) === turn && turns.delete(call));
};

/** Shows what a push says. What no relay of ours has encrypted does not get here. */
export const showPush = async (data: PushMessageData | null): Promise<void> => {
  const message = pushMessage.safeParse(data?.json());
  await closeOverdue(self.registration);
  if (!message.success) return;
  if (message.data.type === 'test') await showTest(message.data.test);
  else await showInTurn(message.data);
};
