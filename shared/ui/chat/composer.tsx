import { createEffect, createSignal, on, onMount, Show } from 'solid-js';
import type { Recording } from '#shared/client/client.ts';
import type { Message } from '#shared/core/chat/timeline.ts';
import type { Reason } from '#shared/core/reason.ts';
import type { ConversationId } from '#shared/protocol/ids.ts';
import type { Chosen } from '../files/chosen.ts';
import { sendFiles } from '../files/send-files.ts';
import { sendNote } from '../files/send-note.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { IconButton } from '../kit/icon-button.tsx';
import { lazily } from '../kit/lazily.ts';
import { AttachIcon, MicrophoneIcon, SendIcon } from '../kit/more-icons.ts';
import styles from './composer.module.css';
import { type Composing, mayEdit, refOf, useTalk } from './talk.ts';
import { createWriting } from './writing.ts';

const ComposingBar = lazily(() => import('./composing-bar.tsx'), 'ComposingBar');
const ChosenFiles = lazily(() => import('../files/chosen-files.tsx'), 'ChosenFiles');
const NoteRecording = lazily(() => import('../files/note-recording.tsx'), 'NoteRecording');

interface ComposerProps {
  readonly conversation: ConversationId;
  readonly focused: boolean;
  readonly chosen: Chosen;
}

/**
 * Enter sends, Shift+Enter breaks the line, Escape leaves a reply or an edit, and the up arrow in an empty field edits
 * one's last message. What is not sent is kept as a draft.
 */
export const Composer = (props: ComposerProps) => {
  const { client, host, state, words } = useUi();
  const talk = useTalk();
  const [recording, setRecording] = createSignal(false);
  let picker!: HTMLInputElement;
  const { text, write, take, turn, recall } = createWriting(client, props.conversation, talk.composing);
  const isEmpty = () => text().trim() === '' && props.chosen.files().length === 0;
  // A popup closes when the browser asks for something.
  const canAsk = host.kind !== 'popup';
  const [refusal, setRefusal] = createSignal<Reason>();
  const other = () => {
    const composing = talk.composing();
    return composing.kind === 'new' ? undefined : composing;
  };
  const sendLabel = () => (other()?.kind === 'edit' ? words().chat.saveEdit : words().chat.send);
  let field!: HTMLTextAreaElement;

  const fit = () => {
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
  };
  const edit = async (original: Message, said: string) => {
    if (said === original.text) return talk.compose({ kind: 'new' });
    const outcome = await client.chat.act(props.conversation, { type: 'edit', target: refOf(original), text: said });
    setRefusal(outcome.ok ? undefined : outcome.reason);
    if (outcome.ok) talk.compose({ kind: 'new' });
  };
  const send = async () => {
    if (isEmpty()) return;
    const composing = talk.composing();
    const said = text().trim();
    const files = props.chosen.files();
    client.chat.typing(props.conversation, false);
    if (composing.kind === 'edit') return edit(composing.message, said);
    take();
    props.chosen.clear();
    talk.compose({ kind: 'new' });
    const more = composing.kind === 'reply' ? { reply: refOf(composing.message) } : undefined;
    const { outcome, left } =
      files.length > 0
        ? await sendFiles(client, props.conversation, files, { text: said, ...more })
        : { outcome: await client.chat.send(props.conversation, said, more), left: [] };
    setRefusal(outcome.ok ? undefined : outcome.reason);
    // What could not even be queued goes back where it was typed.
    props.chosen.add(left);
    if (outcome.ok || left.length < files.length || talk.composing().kind !== 'new') return;
    // Before what has been typed since.
    write([said, text()].filter(Boolean).join('\n'));
    talk.compose(composing);
  };
  const sendRecording = async (recording: Recording) => {
    const outcome = await sendNote(client, props.conversation, recording, words().files.voice);
    setRefusal(outcome.ok ? undefined : outcome.reason);
  };
  const editLast = (): boolean => {
    const last = state().chat.open?.items.findLast(
      (item): item is Message => item.kind === 'message' && mayEdit(item, talk.self, Date.now()),
    );
    if (last) talk.compose({ kind: 'edit', message: last });
    return last !== undefined;
  };
  /** Whether the key was for the composer. */
  const onKey = (event: KeyboardEvent): boolean => {
    switch (event.key) {
      case 'Enter':
        if (!event.shiftKey) void send();
        return !event.shiftKey;
      case 'Escape':
        if (!other()) return false;
        talk.compose({ kind: 'new' });
        return true;
      case 'ArrowUp':
        return text() === '' && !other() && editLast();
      default:
        return false;
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || !onKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onComposing = (now: Composing, before: Composing | undefined) => {
    turn(now, before);
    if (now.kind !== 'new') field.focus();
  };

  createEffect(on(text, fit));
  createEffect(on(talk.composing, onComposing, { defer: true }));
  onMount(() => {
    if (props.focused) field.focus();
    void recall();
  });

  return (
    <div class={styles.composer}>
      <Show when={refusal()}>
        {(reason) => <Banner urgency="alert">{words().chat.notSent(words().reasons[reason()])}</Banner>}
      </Show>
      <Show when={props.chosen.files().length > 0}>
        <ChosenFiles chosen={props.chosen} />
      </Show>
      <Show when={recording()}>
        <NoteRecording
          kind="voice"
          longestMinutes={5}
          onSend={(recorded) => void sendRecording(recorded)}
          onClose={() => {
            setRecording(false);
            field.focus();
          }}
        />
      </Show>
      <Show when={other()}>{(composing) => <ComposingBar composing={composing()} />}</Show>
      <form
        hidden={recording()}
        class={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Show when={canAsk}>
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            onChange={(event) => {
              props.chosen.add(event.currentTarget.files ?? []);
              event.currentTarget.value = '';
              field.focus();
            }}
          />
          <IconButton label={words().files.attach} icon={AttachIcon} onClick={() => picker.click()} />
        </Show>
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
            if (other()?.kind !== 'edit')
              client.chat.typing(props.conversation, event.currentTarget.value.trim() !== '');
          }}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const { files } = event.clipboardData ?? {};
            if (!files?.length) return;
            event.preventDefault();
            props.chosen.add(files);
          }}
        />
        <Show
          when={isEmpty() && canAsk}
          fallback={
            <IconButton type="submit" tone="primary" label={sendLabel()} icon={SendIcon} disabled={isEmpty()} />
          }
        >
          <IconButton label={words().files.record} icon={MicrophoneIcon} onClick={() => setRecording(true)} />
        </Show>
      </form>
    </div>
  );
};
