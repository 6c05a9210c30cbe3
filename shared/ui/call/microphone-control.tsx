import { createEffect, onCleanup } from 'solid-js';
import { type ActiveCall, isOn, type OutgoingCall } from '#shared/core/call/call.ts';
import { useUi } from '../frame/ui.ts';
import { IconButton } from '../kit/icon-button.tsx';
import { MicrophoneIcon, MicrophoneOffIcon } from '../kit/more-icons.ts';
import { createOwnSound } from '../sound/own-sound.ts';
import styles from './call.module.css';
import { createSpeaking } from './speaking.ts';

const FULL_SCALE_DB = 20;

/** One's own microphone, which shows that what is said into it is heard. */
export const MicrophoneControl = (props: { readonly call: ActiveCall | OutgoingCall }) => {
  const { client, words } = useUi();
  const { sense: sound } = createOwnSound();
  const heard = () => isOn(props.call.microphone);
  let place: HTMLDivElement | undefined;
  let level: number | undefined;
  createEffect(() => {
    const end = sound()?.listen(({ rms, open }) => {
      level = open ? 10 ** (rms / FULL_SCALE_DB) : undefined;
    });
    if (end) onCleanup(end);
  });
  const speaking = createSpeaking(
    () => {
      const now = level;
      // A microphone that gives no more readings is silent.
      level = undefined;
      return heard() ? now : undefined;
    },
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
        onClick={() => client.call.setMicrophone(!heard())}
      />
    </div>
  );
};
