import { createEffect, createMemo, on } from 'solid-js';
import { selfOf, useUi } from './ui.ts';

/** Whether the browser has promised not to clear what is stored by itself; `undefined` where it does not say. */
export const isPersisted = async (): Promise<boolean | undefined> => navigator.storage?.persisted?.();

/** Asks for that promise. Some browsers ask the person; some decide by themselves. */
export const persist = async (): Promise<boolean | undefined> =>
  (await isPersisted()) || navigator.storage?.persist?.();

/** Asks once there is something worth keeping, and a reason that the person can see: a first contact, a first message. */
export const persistInTime = (): void => {
  const { state } = useUi();
  const contacts = createMemo(() =>
    state().roster.loaded
      ? [...state().roster.contacts.values()].filter(({ relation }) => relation === 'contact').length
      : undefined,
  );
  const writing = createMemo(() => {
    const self = selfOf(state());
    return [...state().chat.summaries.values()].some(
      ({ last }) => last?.kind === 'message' && last.author === self && last.delivery.state === 'queued',
    );
  });
  createEffect(
    on([contacts, writing], ([now, writes], before) => {
      const more = before?.[0] !== undefined && now !== undefined && now > before[0];
      if (more || writes) void persist().catch(() => {}); // the answer is for Settings
    }),
  );
};
