import { Show } from 'solid-js';
import { type ActiveCall, isOn, type LocalDevice, type OutgoingCall } from '#shared/core/call/call.ts';
import { isSharing } from '#shared/core/call/share.ts';
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
import { canShareScreen } from './can-share.ts';
import { MicrophoneControl } from './microphone-control.tsx';

/** Browsers with a `CaptureController` can share sound as well. */
const sharesSound = (): boolean => 'CaptureController' in globalThis;

interface ShareControlProps {
  readonly sharing: boolean;
  readonly onShare: () => void;
  readonly onStop: () => void;
}

export const ShareControl = (props: ShareControlProps) => {
  const { words } = useUi();
  return (
    <Show
      when={props.sharing}
      fallback={
        <Show when={canShareScreen()}>
          <IconButton
            size="large"
            tone="plain"
            icon={ShareScreenIcon}
            label={words().call.shareScreen}
            {...(sharesSound() ? {} : { description: words().call.shareNoSound })}
            onClick={() => props.onShare()}
          />
        </Show>
      }
    >
      <IconButton
        size="large"
        tone="off"
        icon={StopSharingIcon}
        label={words().call.stopSharing}
        onClick={() => props.onStop()}
      />
    </Show>
  );
};

interface CameraControlProps {
  readonly camera: LocalDevice;
  readonly onSet: (on: boolean) => void;
}

export const CameraControl = (props: CameraControlProps) => {
  const { words } = useUi();
  const seen = () => isOn(props.camera);
  return (
    <IconButton
      size="large"
      tone="plain"
      icon={seen() ? CameraIcon : CameraOffIcon}
      label={seen() ? words().call.cameraOff : words().call.cameraOn}
      onClick={() => props.onSet(!seen())}
    />
  );
};

interface DeafenControlProps {
  readonly deafened: boolean;
  readonly onSet: (deafened: boolean) => void;
}

export const DeafenControl = (props: DeafenControlProps) => {
  const { words } = useUi();
  return (
    <IconButton
      size="large"
      tone={props.deafened ? 'off' : 'plain'}
      icon={props.deafened ? DeafenedIcon : DeafenIcon}
      label={props.deafened ? words().call.undeafen : words().call.deafen}
      onClick={() => props.onSet(!props.deafened)}
    />
  );
};

export const HangUpControl = () => {
  const { client, words } = useUi();
  return (
    <IconButton
      size="large"
      tone="end"
      icon={HangUpIcon}
      label={words().call.hangUp}
      onClick={() => client.call.hangUp()}
    />
  );
};

/** What one can do during a call. */
export const Controls = (props: { readonly call: ActiveCall | OutgoingCall }) => {
  const { call: acts } = useUi().client;
  const active = () => (props.call.phase === 'active' ? props.call : undefined);
  return (
    <div class={styles.controls}>
      <MicrophoneControl microphone={props.call.microphone} onSet={acts.setMicrophone} />
      <CameraControl camera={props.call.camera} onSet={acts.setCamera} />
      <Show when={active()}>
        {(call) => (
          <>
            <ShareControl
              sharing={isSharing(call())}
              onShare={() => acts.share('screen')}
              onStop={() => acts.stopSharing()}
            />
            <DeafenControl deafened={call().deafened} onSet={acts.setDeafened} />
          </>
        )}
      </Show>
      <HangUpControl />
    </div>
  );
};
