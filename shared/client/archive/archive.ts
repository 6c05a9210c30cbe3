import { wordsOf } from '#shared/core/chat/words.ts';
import { failed, type Outcome } from '#shared/core/reason.ts';
import type { ConversationId } from '#shared/protocol/ids.ts';
import { loadOnce } from '../load-once.ts';
import { type Found, type History, type StoredSession, StoreError } from '../ports.ts';

/** All conversations, or one. */
export type Scope = 'everything' | ConversationId;

/** Work that takes long. `signal` ends it; what was done until then stays done. Counted in messages and calls. */
export interface Progress {
  readonly signal: AbortSignal;
  readonly onProgress: (count: number, total: number) => void;
}

/** What this device holds. `bytes` as far as the browser tells, for everything alone. */
export interface Contents {
  readonly items: number;
  readonly files: number;
  readonly bytes?: number;
}

/** What a search has found, and the folded words by which it did. */
export interface Hits extends Found {
  readonly words: readonly string[];
}

interface ArchiveOptions {
  readonly history: History;
  readonly session: () => StoredSession | undefined;
  readonly onChanged: (conversation: ConversationId) => void;
}

/** Items that go in one transaction. */
const SLICE = 500;

const outcomeOf = async <T>(work: () => Promise<T>): Promise<Outcome<T>> => {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof StoreError) return failed(error.reason);
    if (error instanceof DOMException && error.name === 'AbortError') return failed('cancelled');
    throw error;
  }
};

/** The history as a whole: searched, told, taken out and deleted. */
export const createArchive = ({ history, session, onChanged }: ArchiveOptions) => {
  const store = loadOnce(() => history.archive());

  const conversationsIn = async (scope: Scope): Promise<readonly ConversationId[]> =>
    scope === 'everything' ? (await history.summaries()).map(({ conversation }) => conversation) : [scope];
  const contentsOf = async (scope: Scope) => (await store()).contents(scope === 'everything' ? undefined : scope);

  return {
    search: (query: string, limit: number, conversation: ConversationId | undefined): Promise<Outcome<Hits>> =>
      outcomeOf(async () => {
        const words = wordsOf(query);
        const found = await (await store()).search({ words, limit, ...(conversation && { conversation }) });
        return { ...found, words };
      }),

    contents: (scope: Scope): Promise<Outcome<Contents>> =>
      outcomeOf(async () => {
        const contents = await contentsOf(scope);
        if (scope !== 'everything') return contents;
        const estimate = await navigator.storage?.estimate?.();
        return estimate?.usage === undefined ? contents : { ...contents, bytes: estimate.usage };
      }),

    exportZip: (scope: Scope, { signal, onProgress }: Progress): Promise<Outcome<Blob>> =>
      outcomeOf(async () => {
        const { exportZip } = await import('./export-zip.ts');
        const { items } = await contentsOf(scope);
        const self = session();
        if (!self) throw new StoreError('storage_blocked');
        const conversations = await conversationsIn(scope);
        const zip = exportZip({
          history,
          self: self.account,
          conversations,
          signal,
          onItems: (count) => onProgress(count, items),
        });
        return await new Response(zip).blob();
      }),

    erase: (scope: Scope, { signal, onProgress }: Progress): Promise<Outcome> =>
      outcomeOf(async () => {
        const { items: total } = await contentsOf(scope);
        let count = 0;
        for (const conversation of await conversationsIn(scope)) {
          try {
            for (let deleted = SLICE; deleted === SLICE; onProgress(count, total)) {
              signal.throwIfAborted();
              deleted = await (await store()).deleteOldest(conversation, SLICE);
              count += deleted;
            }
          } finally {
            onChanged(conversation);
          }
        }
      }),
  };
};
