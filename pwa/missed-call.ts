import { glance } from '#shared/client/history/glance.ts';
import type { CallMedia } from '#shared/protocol/call.ts';
import type { AccountId, CallId } from '#shared/protocol/ids.ts';
import type { MoreWords } from '#shared/ui/strings/en-more.ts';

// Of the service worker: a missed call that no page has heard of.

/** What a notification of a missed call is about, for whoever clicks it. */
export interface MissedData {
  readonly kind: 'missed';
  readonly call: CallId;
  readonly person: AccountId;
  readonly media: CallMedia;
}

/** What a notification of a missed call is given besides what each has (call-flow.md R38). */
export const missedOptions = (facts: Omit<MissedData, 'kind'>, { call: words }: Pick<MoreWords, 'call'>) => ({
  actions: [{ action: 'call-back', title: words.callBack }],
  data: { kind: 'missed', ...facts } satisfies MissedData,
});

/**
 * What nobody has seen, on the icon: messages and calls that are stored, and the missed ones that are shown and not
 * stored yet. A page that opens counts for itself.
 */
export const badgeMissed = async (worker: ServiceWorkerRegistration): Promise<void> => {
  if (!navigator.setAppBadge) return;
  const shown = (await worker.getNotifications()).flatMap(({ data }) => {
    const about = data as MissedData | { readonly kind: 'ring' } | null;
    return about?.kind === 'missed' ? [about.call] : [];
  });
  const unseen = await glance(async ({ overview, hasCall }) => {
    const { contacts, summaries } = await overview();
    const known = await Promise.all(shown.map(hasCall));
    const people = new Set(contacts.flatMap(({ account, relation }) => (relation === 'contact' ? [account] : [])));
    const unread = summaries.reduce((sum, { person, unread }) => sum + (people.has(person) ? unread : 0), 0);
    return unread + known.filter((is) => !is).length;
  }).catch(() => shown.length);
  // Refused where the app is not installed.
  await navigator.setAppBadge(unseen).catch(() => {});
};
