import { createSignal, Match, Show, Switch } from 'solid-js';
import type { NoteKind, Recording } from '#shared/client/client.ts';
import { failed, type Outcome } from '#shared/core/reason.ts';
import { directConversation } from '#shared/protocol/conversation.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import { sendNote } from '../files/send-note.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { lazily } from '../kit/lazily.ts';
import styles from './call.module.css';

const NoteRecording = lazily(() => import('../files/note-recording.tsx'), 'NoteRecording');

/** A minute for somebody who was not reached (call-flow.md R39): heard or seen, sealed, and a message of the conversation. */
export const LeaveNote = (props: { readonly person: AccountId }) => {
  const { client, state, words } = useUi();
  const [recording, setRecording] = createSignal<NoteKind>();
  const [outcome, setOutcome] = createSignal<Outcome>();

  const send = async (recorded: Recording): Promise<Outcome> => {
    const { session } = state();
    if (session.state !== 'signed-in') return failed('unauthorized');
    const conversation = directConversation(session.account.uid, props.person);
    const called = recording() === 'video' ? words().note.file : words().files.voice;
    return sendNote(client, conversation, recorded, called);
  };
  const refusal = () => {
    const sent = outcome();
    return sent && !sent.ok ? sent.reason : undefined;
  };

  let box!: HTMLDivElement;
  const close = () => {
    setRecording(undefined);
    box.focus(); // its button is gone, or another one
  };

  return (
    <div ref={box} class={styles.note} tabindex="-1">
      <Switch>
        <Match when={recording()}>
          {(kind) => (
            <div class={styles.recording}>
              <NoteRecording
                kind={kind()}
                longestMinutes={1}
                onSend={async (recorded) => setOutcome(await send(recorded))}
                onClose={close}
              />
            </div>
          )}
        </Match>
        <Match when={outcome()?.ok}>
          <p class={styles.noteSent} role="status">
            {words().note.sent}
          </p>
        </Match>
        <Match when={true}>
          <Show when={refusal()}>
            {(reason) => <Banner urgency="alert">{words().note.notSent(words().reasons[reason()])}</Banner>}
          </Show>
          <Button wide onClick={() => setRecording('voice')}>
            {words().note.voice}
          </Button>
          <Button wide onClick={() => setRecording('video')}>
            {words().note.video}
          </Button>
        </Match>
      </Switch>
    </div>
  );
};
