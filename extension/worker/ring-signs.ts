import { sendToCallWindow } from '../platform/call-window.ts';
import { notifyRing, withdraw } from '../platform/notifications.ts';
import { personName } from './person-name.ts';
import type { RingSigns } from './ring.ts';
import { systemWords } from './system-words.ts';

/**
 * A notification with Answer and Decline, and the call window, which sounds the ring and builds the path meanwhile. A
 * silent ring is the notification alone.
 */
export const ringSigns: RingSigns = {
  show: ({ call, person, media, silent }, state) => {
    const { call: words } = systemWords();
    const title = words.incoming(personName(state, person), media);
    void notifyRing({ id: call, title, answer: words.answer, decline: words.decline, silent });
    if (!silent) void sendToCallWindow({ kind: 'ring', call });
  },
  remove: (call) => void withdraw(call),
};
