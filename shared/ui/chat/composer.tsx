import { createEffect, createSignal, on, onMount, Show } from 'solid-js';
import type { Reason } from '#shared/core/reason.ts';
import type { ConversationId } from '#shared/protocol/ids.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { IconButton } from '../kit/icon-button.tsx';
import { SendIcon } from '../kit/icons.ts';
import styles from './composer.module.css';

/** Enter sends, Shift+Enter breaks the line. What is not sent is kept as a draft. */
export const Composer = (props: { readonly conversation: ConversationId; readonly focused: boolean }) => {
  const { client, words } = useUi();
  const [text, setText] = createSignal('');
  const [refusal, setRefusal] = createSignal<Reason>();
  let field!: HTMLTextAreaElement;

  const fit = () => {
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
  };
  /** Kept with each key: a page that goes has no time to write. */
  const write = (value: string) => {
    setText(value);
    client.chat.saveDraft(props.conversation, value);
  };
  const send = async () => {
    const message = text().trim();
    if (message === '') return;
    write('');
    client.chat.typing(props.conversation, false);
    const outcome = await client.chat.send(props.conversation, message);
    setRefusal(outcome.ok ? undefined : outcome.reason);
    // What could not even be queued goes back where it was typed.
    if (!outcome.ok && text() === '') write(message);
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
          onInput={(event) => {
            write(event.currentTarget.value);
            client.chat.typing(props.conversation, event.currentTarget.value.trim() !== '');
          }}
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
