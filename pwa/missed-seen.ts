import type { Client } from '#shared/client/client.ts';
import type { MissedData } from './missed-call.ts';

type Shower = Pick<ServiceWorkerRegistration, 'getNotifications'>;

type About = MissedData | { readonly kind: 'ring' } | null;

const close = async (worker: Shower, isOver: (about: About) => boolean): Promise<void> => {
  for (const notification of await worker.getNotifications())
    if (isOver(notification.data as About)) notification.close();
};

/**
 * What says that a call was missed goes once its conversation has been read, here or elsewhere. With who is signed in goes
 * all that is shown: most of it names somebody.
 */
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
    if (people.size > 0) void close(worker, (about) => about?.kind === 'missed' && people.has(about.person));
  });
};
