import { Show } from 'solid-js';
import type { Sound, SoundState } from '#shared/client/client.ts';
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

const Checks = (props: { readonly sound: Sound; readonly state: SoundState }) => {
  const { words } = useUi();
  const { both } = createOwnDevices();
  const { isOpen, refusal } = createTryOut(props.sound);
  return (
    <Show when={both()}>
      {(there) => (
        <>
          <section class={styles.part}>
            <DeviceSelect kind="microphone" devices={there().sense} state={there().state} />
            <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
            <LevelMeter sound={props.sound} choice={props.state.choice} />
            <HearMe sound={props.sound} ready={isOpen()} />
          </section>
          <section class={styles.part}>
            <Show when={there().sense.routesSound}>
              <DeviceSelect kind="loudspeaker" devices={there().sense} state={there().state} />
            </Show>
            <TestTone />
          </section>
          <section class={styles.part}>
            <DeviceSelect kind="camera" devices={there().sense} state={there().state} />
            <CameraPreview chosen={there().state.chosen.camera?.id} onOpened={() => void there().sense.look()} />
          </section>
        </>
      )}
    </Show>
  );
};

/** Everything that a call takes, on one screen; what is chosen here is kept. Load it on demand. */
export const CheckDialog = (props: { readonly onClose: () => void }) => {
  const { words } = useUi();
  const { both } = createOwnSound();
  return (
    <Dialog title={words().check.title} closeLabel={words().common.close} onClose={props.onClose}>
      <div class={styles.checks}>
        <NetworkVerdict />
        <Show when={both()} fallback={<p class={styles.hint}>{words().sound.opening}</p>}>
          {(there) => (
            <>
              <Checks sound={there().sense} state={there().state} />
              <SuppressionChoice
                chosen={there().state.choice.suppression}
                onChoose={(suppression) => there().sense.choose({ suppression })}
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
