import { Show } from 'solid-js';
import { DeviceSelect } from '../devices/device-select.tsx';
import { createOwnDevices } from '../devices/own-devices.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { LevelMeter } from '../sound/level-meter.tsx';
import { createOwnSound } from '../sound/own-sound.ts';
import { SuppressionChoice } from '../sound/suppression-choice.tsx';
import { createTryOut } from '../sound/try-out.ts';
import { CameraPreview } from './camera-preview.tsx';
import styles from './check.module.css';
import { HearMe } from './hear-me.tsx';
import { NetworkVerdict } from './network-verdict.tsx';
import { TestTone } from './test-tone.tsx';

const Checks = (props: {
  readonly sound: NonNullable<ReturnType<ReturnType<typeof createOwnSound>['sound']>>;
  readonly state: NonNullable<ReturnType<ReturnType<typeof createOwnSound>['state']>>;
}) => {
  const { words } = useUi();
  const { sense, state } = createOwnDevices();
  const refusal = createTryOut(props.sound);
  const own = () => {
    const [devices, now] = [sense(), state()];
    return devices && now && { devices, state: now };
  };
  return (
    <Show when={own()}>
      {(there) => (
        <>
          <section class={styles.part}>
            <DeviceSelect kind="microphone" {...there()} />
            <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
            <LevelMeter sound={props.sound} choice={props.state.choice} />
            <HearMe />
          </section>
          <section class={styles.part}>
            <Show when={there().devices.routesSound}>
              <DeviceSelect kind="loudspeaker" {...there()} />
            </Show>
            <TestTone />
          </section>
          <section class={styles.part}>
            <DeviceSelect kind="camera" {...there()} />
            <CameraPreview chosen={there().state.chosen.camera?.id} onOpened={() => void there().devices.look()} />
          </section>
        </>
      )}
    </Show>
  );
};

/** Everything that a call takes, on one screen; what is chosen here is kept. Load it on demand. */
export const CheckDialog = (props: { readonly onClose: () => void }) => {
  const { words } = useUi();
  const { sound, state } = createOwnSound();
  const ready = () => {
    const [own, now] = [sound(), state()];
    return own && now && { own, now };
  };
  return (
    <Dialog title={words().check.title} closeLabel={words().common.close} onClose={props.onClose}>
      <div class={styles.checks}>
        <NetworkVerdict />
        <Show when={ready()} fallback={<p class={styles.hint}>{words().sound.opening}</p>}>
          {(there) => (
            <>
              <Checks sound={there().own} state={there().now} />
              <SuppressionChoice
                chosen={there().now.choice.suppression}
                onChoose={(suppression) => there().own.choose({ suppression })}
              />
            </>
          )}
        </Show>
        <Button tone="primary" wide onClick={() => props.onClose()}>
          {words().check.skip}
        </Button>
      </div>
    </Dialog>
  );
};
