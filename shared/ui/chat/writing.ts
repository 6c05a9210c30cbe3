import { type Accessor, createSignal } from 'solid-js';
import type { Client } from '#shared/client/client.ts';
import type { ConversationId } from '#shared/protocol/ids.ts';
import type { Composing } from './talk.ts';

/** The words in the composer's field. What is not sent is kept as a draft; an edit puts it aside and gives it back. */
export interface Writing {
  readonly text: Accessor<string>;
  /** What the person typed. */
  write(value: string): void;
  /** Empties the field; the draft is kept until it is in the outbox. */
  take(): void;
  /** Whoever sees the field is now here for `now`. */
  turn(now: Composing, before: Composing | undefined): void;
  /** Brings the draft, which goes before what has been typed meanwhile. */
  recall(): Promise<void>;
}

export const createWriting = (
  { chat }: { readonly chat: Pick<Client['chat'], 'draft' | 'saveDraft'> },
  conversation: ConversationId,
  composing: Accessor<Composing>,
): Writing => {
  const saidIn = (now: Composing): string => (now.kind === 'edit' ? (now.said ?? now.message.text) : '');
  const [text, setText] = createSignal(saidIn(composing()));
  const isEdit = (): boolean => composing().kind === 'edit';
  /** What stood there before an edit began. */
  let aside = '';

  return {
    text,
    // Kept with each key: a page that goes has no time to write.
    write: (value) => {
      setText(value);
      const now = composing();
      if (now.kind === 'edit') now.said = value;
      else chat.saveDraft(conversation, value);
    },
    take: () => setText(''),
    turn: (now, before) => {
      if (now.kind === 'edit') {
        if (before?.kind !== 'edit') aside = text();
        setText(saidIn(now));
      } else if (before?.kind === 'edit') setText(aside);
    },
    recall: async () => {
      const draft = await chat.draft(conversation);
      const typed = isEdit() ? aside : text();
      if (typed.startsWith(draft)) return;
      const whole = typed ? `${draft}\n${typed}` : draft;
      if (isEdit()) aside = whole;
      else setText(whole);
      if (typed) chat.saveDraft(conversation, whole);
    },
  };
};
