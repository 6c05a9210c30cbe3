import { type Accessor, createContext, createMemo, createSignal, useContext } from 'solid-js';
import { type ItemKey, itemKey } from '#shared/core/chat/item-key.ts';
import type { Message } from '#shared/core/chat/timeline.ts';
import type { Ref } from '#shared/protocol/content.ts';
import { EDIT_MS } from '#shared/protocol/content-limits.ts';
import type { AccountId, ConversationId } from '#shared/protocol/ids.ts';
import { useUi } from '../frame/ui.ts';
import { waitingIn } from './waiting-in.ts';

/** What the composer is for now. */
export type Composing =
  | { readonly kind: 'new' }
  | { readonly kind: 'reply'; readonly message: Message }
  /** `said`: what has been typed so far. */
  | { readonly kind: 'edit'; readonly message: Message; said?: string };

export const composingIn = waitingIn(() => createSignal<Composing>({ kind: 'new' }));

/** What the messages of the conversation on the screen and its composer share. */
export interface Talk {
  readonly conversation: Accessor<ConversationId>;
  readonly self: AccountId;
  readonly composing: Accessor<Composing>;
  compose(composing: Composing): void;
  /** The one message that the Tab key reaches; the arrow keys go on from there. */
  readonly reachable: Accessor<ItemKey | undefined>;
  reach(message: ItemKey): void;
}

export const TalkContext = createContext<Talk>();

export const useTalk = (): Talk => {
  const talk = useContext(TalkContext);
  if (!talk) throw new Error('Outside of a conversation');
  return talk;
};

export const createTalk = (conversation: Accessor<ConversationId>, self: AccountId): Talk => {
  const { state } = useUi();
  const [composing, compose] = composingIn(conversation(), self);
  const [reached, reach] = createSignal<ItemKey>();
  const reachable = createMemo(() => {
    const items = state().chat.open?.items ?? [];
    const key = reached();
    if (key !== undefined && items.some((item) => itemKey(item) === key)) return key;
    const newest = items.findLast((item) => item.kind === 'message' && !item.deleted);
    return newest && itemKey(newest);
  });
  return { conversation, self, composing, compose, reachable, reach };
};

export const refOf = ({ author, id }: Message): Ref => ({ author, id });

const isThere = ({ deleted, delivery }: Message): boolean => !deleted && delivery.state !== 'failed';

/** By the clock of this device, which is all there is before the relay has the edit. */
export const mayEdit = (message: Message, self: AccountId, now: number): boolean =>
  message.author === self && isThere(message) && now - message.at < EDIT_MS;

export const mayDelete = (message: Message, self: AccountId): boolean => message.author === self && isThere(message);
