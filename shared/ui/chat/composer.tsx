import { createEffect, createSignal, on, onCleanup, onMount, Show } from 'solid-js';
import type { Reason } from '#shared/core/reason.ts';
import type { ConversationId } from '#shared/protocol/ids.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { IconButton } from '../kit/icon-button.tsx';
import { SendIcon } from '../kit/icons.ts';
import styles from './composer.module.css';

/** Milliseconds of rest after which a draft is kept. */
const DRAFT_REST = 300;

/** Enter sends, Shift+Enter breaks the line. What is not sent is kept as a draft. */
export const Composer = (props: { readonly conversation: ConversationId; readonly focused: boolean }) => {
  const { client, words } = useUi();
  const [text, setText] = createSignal('');
  const [refusal, setRefusal] = createSignal<Reason>();
  let field!: HTMLTextAreaElement;
  let resting: ReturnType<typeof setTimeout> | undefined;

  const fit = () => {
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
  };
  const keepDraft = () => {
    clearTimeout(resting);
    resting = undefined;
    client.chat.saveDraft(props.conversation, text());
  };
  const onInput = (value: string) => {
    setText(value);
    clearTimeout(resting);
    resting = setTimeout(keepDraft, DRAFT_REST);
  };
  const send = async () => {
    const message = text().trim();
    if (message === '') return;
    setText('');
    keepDraft();
    const outcome = await client.chat.send(props.conversation, message);
    setRefusal(outcome.ok ? undefined : outcome.reason);
    // What could not even be queued goes back where it was typed.
    if (!outcome.ok && text() === '') onInput(message);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void send();
  };

  createEffect(on(text, fit));
  onMount(async () => {
    if (props.focused) field.focus();
    const draft = await client.chat.draft(props.conversation);
    if (text() === '') setText(draft);
  });
  onCleanup(() => resting !== undefined && keepDraft());

  return (
    <div class={styles.composer}>
      <Show when={refusal()}>
        {(reason) => <Banner urgency="alert">{words().chat.notSent(words().reasons[reason()])}</Banner>}
      </Show>
      <form
        class={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <textarea
          ref={field}
          class={styles.field}
          rows={1}
          dir="auto"
          aria-label={words().chat.message}
          placeholder={words().chat.message}
          enterkeyhint="send"
          value={text()}
          onInput={(event) => onInput(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <IconButton
          type="submit"
          tone="primary"
          label={words().chat.send}
          icon={SendIcon}
          disabled={text().trim() === ''}
        />
      </form>
    </div>
  );
};
