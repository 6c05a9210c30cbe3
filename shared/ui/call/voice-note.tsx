import { createSignal, Match, Show, Switch } from 'solid-js';
import type { Recording } from '#shared/client/client.ts';
import { failed, type Outcome } from '#shared/core/reason.ts';
import { directConversation } from '#shared/protocol/conversation.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import { sendVoice } from '../files/send-voice.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { lazily } from '../kit/lazily.ts';
import styles from './call.module.css';

const VoiceRecording = lazily(() => import('../files/voice-recording.tsx'), 'VoiceRecording');

/** A minute for somebody who was not reached (call-flow.md R39): sealed, and in the conversation like any voice message. */
export const VoiceNote = (props: { readonly person: AccountId }) => {
  const { client, state, words } = useUi();
  const [recording, setRecording] = createSignal(false);
  const [outcome, setOutcome] = createSignal<Outcome>();

  const send = async (recorded: Recording): Promise<Outcome> => {
    const { session } = state();
    if (session.state !== 'signed-in') return failed('unauthorized');
    const conversation = directConversation(session.account.uid, props.person);
    return sendVoice(client, conversation, recorded, words().files.voice);
  };
  const refusal = () => {
    const sent = outcome();
    return sent && !sent.ok ? sent.reason : undefined;
  };

  let box!: HTMLDivElement;
  const close = () => {
    setRecording(false);
    box.focus(); // its button is gone, or another one
  };

  return (
    <div ref={box} class={styles.note} tabindex="-1">
      <Switch>
        <Match when={recording()}>
          <div class={styles.recording}>
            <VoiceRecording
              longestMinutes={1}
              onSend={async (recorded) => setOutcome(await send(recorded))}
              onClose={close}
            />
          </div>
        </Match>
        <Match when={outcome()?.ok}>
          <p class={styles.noteSent} role="status">
            {words().call.noteSent}
          </p>
        </Match>
        <Match when={true}>
          <Show when={refusal()}>
            {(reason) => <Banner urgency="alert">{words().call.noteNotSent(words().reasons[reason()])}</Banner>}
          </Show>
          <Button wide onClick={() => setRecording(true)}>
            {words().call.leaveNote}
          </Button>
        </Match>
      </Switch>
    </div>
  );
};
