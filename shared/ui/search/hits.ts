import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js';
import type { Message } from '#shared/core/chat/timeline.ts';
import { HITS, wordsOf } from '#shared/core/chat/words.ts';
import type { Reason } from '#shared/core/reason.ts';
import type { ConversationId } from '#shared/protocol/ids.ts';
import { useUi } from '../frame/ui.ts';

/** What is shown of a search. While another one runs, the one before it stays. */
export type HitsState =
  | { readonly state: 'nothing-asked' }
  | { readonly state: 'searching' }
  | {
      readonly state: 'found';
      readonly messages: readonly Message[];
      /** The folded words by which they were found. */
      readonly words: readonly string[];
      readonly more: boolean;
    }
  | { readonly state: 'failed'; readonly reason: Reason };

/** Searches as someone types. The answer to what has been typed over is not shown. */
export const createHits = (query: Accessor<string>, conversation: Accessor<ConversationId | undefined>) => {
  const { client } = useUi();
  const [hits, setHits] = createSignal<HitsState>({ state: 'nothing-asked' });
  const [limit, setLimit] = createSignal(HITS);
  let asked = 0;
  onCleanup(() => {
    asked = -1;
  });

  createEffect(on(query, () => setLimit(HITS), { defer: true }));
  createEffect(
    on([query, limit, conversation], async ([text, most, where]) => {
      asked += 1;
      const mine = asked;
      if (wordsOf(text).length === 0) return setHits({ state: 'nothing-asked' });
      if (hits().state !== 'found') setHits({ state: 'searching' });
      const outcome = await client.archive.search(text, most, where);
      if (asked !== mine) return;
      setHits(outcome.ok ? { state: 'found', ...outcome.value } : { state: 'failed', reason: outcome.reason });
    }),
  );
  return { hits, more: () => setLimit(limit() + HITS) };
};
