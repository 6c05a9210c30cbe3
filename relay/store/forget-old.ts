import type { Instant } from '#shared/protocol/ids.ts';
import type { Store } from './store.ts';

/** Forgets mail from before then and what is kept as long as mail is: works that can be done each without the others. */
export const forgetOld = (store: Store, before: Instant): readonly (() => Promise<void>)[] => [
  async () => {
    for (const device of await store.devices()) await store.forgetMail(device, before);
  },
  async () => {
    let after: string | undefined = '';
    while (after !== undefined) after = await store.forgetTaken(after, before);
  },
  () => store.forgetWithheld(before),
  () => store.forgetLists(before),
];

/** What was removed with an account leaves the file, too. */
export const forgetForGood = async (store: Store): Promise<void> => {
  if (await store.needsCompaction()) await store.compact();
};
