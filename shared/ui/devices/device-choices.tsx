import { For, Show } from 'solid-js';
import { DEVICE_KINDS } from '#shared/core/media/own-devices.ts';
import { useUi } from '../frame/ui.ts';
import { DeviceSelect } from './device-select.tsx';
import styles from './devices.module.css';
import { createOwnDevices } from './own-devices.ts';

/** Microphone, loudspeaker and camera, as far as this browser lets them be chosen. */
export const DeviceChoices = () => {
  const { words } = useUi();
  const { sense, state } = createOwnDevices();
  const kinds = () => DEVICE_KINDS.filter((kind) => kind !== 'loudspeaker' || sense()?.routesSound);
  return (
    <Show when={sense()}>
      {(devices) => (
        <div class={styles.devices}>
          <For each={kinds()}>
            {(kind) => (
              <Show when={state()}>{(now) => <DeviceSelect kind={kind} devices={devices()} state={now()} />}</Show>
            )}
          </For>
          <p class={styles.hint}>{words().devices.kept}</p>
        </div>
      )}
    </Show>
  );
};
