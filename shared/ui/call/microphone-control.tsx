import { isOn, type LocalDevice } from '#shared/core/call/call.ts';
import { useUi } from '../frame/ui.ts';
import { IconButton } from '../kit/icon-button.tsx';
import { MicrophoneIcon, MicrophoneOffIcon } from '../kit/more-icons.ts';
import styles from './call.module.css';
import { createOwnVoice } from './own-voice.ts';
import { createSpeaking } from './speaking.ts';

interface MicrophoneControlProps {
  readonly microphone: LocalDevice;
  readonly onSet: (on: boolean) => void;
}

/** One's own microphone, which shows that what is said into it is heard. */
export const MicrophoneControl = (props: MicrophoneControlProps) => {
  const { words } = useUi();
  const voice = createOwnVoice();
  const heard = () => isOn(props.microphone);
  let place: HTMLDivElement | undefined;
  const speaking = createSpeaking(
    () => (heard() ? voice() : undefined),
    () => place,
  );
  return (
    <div
      ref={(element) => {
        place = element;
      }}
      class={styles.microphone}
      data-speaking={heard() && speaking() ? '' : undefined}
    >
      <IconButton
        size="large"
        tone={heard() ? 'plain' : 'off'}
        icon={heard() ? MicrophoneIcon : MicrophoneOffIcon}
        label={heard() ? words().call.mute : words().call.unmute}
        onClick={() => props.onSet(!heard())}
      />
    </div>
  );
};
