import { Show } from 'solid-js';
import { type ActiveCall, isOn, type OutgoingCall } from '#shared/core/call/call.ts';
import { useUi } from '../frame/ui.ts';
import { IconButton } from '../kit/icon-button.tsx';
import { CameraIcon } from '../kit/icons.ts';
import {
  CameraOffIcon,
  DeafenedIcon,
  DeafenIcon,
  HangUpIcon,
  ShareScreenIcon,
  StopSharingIcon,
} from '../kit/more-icons.ts';
import styles from './call.module.css';
import { MicrophoneControl } from './microphone-control.tsx';

const canShareScreen = (): boolean => 'mediaDevices' in navigator && 'getDisplayMedia' in navigator.mediaDevices;
/** Browsers with a `CaptureController` can share sound as well. */
const sharesSound = (): boolean => 'CaptureController' in globalThis;

const ShareControl = (props: { readonly call: ActiveCall }) => {
  const { client, words } = useUi();
  const sharing = () => props.call.share.state === 'on' || props.call.share.state === 'starting';
  return (
    <Show
      when={sharing()}
      fallback={
        <Show when={canShareScreen()}>
          <IconButton
            size="large"
            tone="plain"
            icon={ShareScreenIcon}
            label={words().call.shareScreen}
            {...(sharesSound() ? {} : { description: words().call.shareNoSound })}
            onClick={() => client.call.share('screen')}
          />
        </Show>
      }
    >
      <IconButton
        size="large"
        tone="off"
        icon={StopSharingIcon}
        label={words().call.stopSharing}
        onClick={() => client.call.stopSharing()}
      />
    </Show>
  );
};

/** What one can do during a call. */
export const Controls = (props: { readonly call: ActiveCall | OutgoingCall }) => {
  const { client, words } = useUi();
  const active = () => (props.call.phase === 'active' ? props.call : undefined);
  const seen = () => isOn(props.call.camera);
  const deafened = () => active()?.deafened ?? false;
  return (
    <div class={styles.controls}>
      <MicrophoneControl call={props.call} />
      <IconButton
        size="large"
        tone="plain"
        icon={seen() ? CameraIcon : CameraOffIcon}
        label={seen() ? words().call.cameraOff : words().call.cameraOn}
        onClick={() => client.call.setCamera(!seen())}
      />
      <Show when={active()}>
        {(call) => (
          <>
            <ShareControl call={call()} />
            <IconButton
              size="large"
              tone={deafened() ? 'off' : 'plain'}
              icon={deafened() ? DeafenedIcon : DeafenIcon}
              label={deafened() ? words().call.undeafen : words().call.deafen}
              onClick={() => client.call.setDeafened(!deafened())}
            />
          </>
        )}
      </Show>
      <IconButton
        size="large"
        tone="end"
        icon={HangUpIcon}
        label={words().call.hangUp}
        onClick={() => client.call.hangUp()}
      />
    </div>
  );
};
