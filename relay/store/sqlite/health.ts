import type { WaitingMail } from '../store.ts';
import { type Connection, literal } from './database.ts';
import type { Part } from './part.ts';

/** How the store is. `boxes` has what came last, `mailbox` the rest, in the order in which it came. */
export const healthOperations = (
  { queries, prepare, rewriteHead }: Connection,
  boxes: { arrived(): WaitingMail },
): Part<'waitingMail' | 'tryToWrite'> => {
  const filed = prepare<{ items: number }>(
    queries.selectFrom('mailbox').select((row) => row.fn.countAll<number>().as('items')),
  );
  const oldest = prepare<{ at: number }>(queries.selectFrom('mailbox').select('at').orderBy('id').limit(literal(1)));

  return {
    waitingMail() {
      const { items, since } = boxes.arrived();
      return { items: items + (filed.get()?.items ?? 0), since: oldest.get()?.at ?? since };
    },
    tryToWrite: rewriteHead,
  };
};
