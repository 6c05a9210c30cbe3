import type { IncomingCall } from '#shared/core/call/call.ts';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { CameraIcon, PhoneIcon } from '../kit/icons.ts';
import { HangUpIcon } from '../kit/more-icons.ts';
import styles from './call.module.css';
import { waitForWriter } from './still-writing.ts';

interface AnswerButtonsProps {
  readonly call: IncomingCall;
  /** The answer that fits the call: what a person most likely wants. */
  readonly likely?: (button: HTMLButtonElement) => void;
}

/** Answer, answer with video, decline. Once chosen, nothing can be chosen again. */
export const AnswerButtons = (props: AnswerButtonsProps) => {
  const { client, host, words } = useUi();
  const chosen = () => props.call.answering !== undefined;
  return (
    <div ref={(buttons) => waitForWriter(buttons)} class={styles.answers}>
      <Button
        tone="answer"
        wide
        ref={(button) => props.call.media === 'audio' && props.likely?.(button)}
        busy={props.call.answering === 'audio'}
        disabled={chosen()}
        onClick={() => host.answerCall(props.call.call, 'audio')}
      >
        <PhoneIcon size={20} />
        {words().call.answer}
      </Button>
      <Button
        tone="answer"
        wide
        ref={(button) => props.call.media === 'video' && props.likely?.(button)}
        busy={props.call.answering === 'video'}
        disabled={chosen()}
        onClick={() => host.answerCall(props.call.call, 'video')}
      >
        <CameraIcon size={20} />
        {words().call.answerWithVideo}
      </Button>
      <Button tone="end" wide disabled={chosen()} onClick={() => client.call.decline()}>
        <HangUpIcon size={20} />
        {words().call.decline}
      </Button>
    </div>
  );
};
