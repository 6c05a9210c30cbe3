import type { Client } from '#shared/client/client.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import type { MissedData } from './missed-call.ts';

type Shower = Pick<ServiceWorkerRegistration, 'getNotifications'>;

const close = async (worker: Shower, isOver: (person: AccountId) => boolean): Promise<void> => {
  for (const notification of await worker.getNotifications()) {
    const about = notification.data as MissedData | { readonly kind: 'ring' } | null;
    if (about?.kind === 'missed' && isOver(about.person)) notification.close();
  }
};

/** What says that a call was missed goes once its conversation has been read, here or elsewhere, and with who is signed in. */
export const closeSeen = (client: Client, worker: Shower): void => {
  let before = client.state();
  client.subscribe((now) => {
    const { session, chat } = before;
    before = now;
    if (session.state === 'signed-in' && now.session.state === 'signed-out') return void close(worker, () => true);
    if (now.chat.summaries === chat.summaries) return;
    const unread = (conversation: string): number => now.chat.summaries.get(conversation)?.unread ?? 0;
    const read = [...chat.summaries.values()].filter((was) => was.unread > 0 && unread(was.conversation) === 0);
    const people = new Set(read.map(({ person }) => person));
    if (people.size > 0) void close(worker, (person) => people.has(person));
  });
};
