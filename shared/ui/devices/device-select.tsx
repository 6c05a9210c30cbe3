import { createUniqueId, For, Show } from 'solid-js';
import type { OwnDevices } from '#shared/client/client.ts';
import type { DeviceKind, OwnDevicesState } from '#shared/core/media/own-devices.ts';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import select from '../kit/select.module.css';
import styles from './devices.module.css';

interface DeviceSelectProps {
  readonly kind: DeviceKind;
  readonly devices: OwnDevices;
  readonly state: OwnDevicesState;
}

/** One of the devices at hand, by the browser's names for them. */
export const DeviceSelect = (props: DeviceSelectProps) => {
  const { words } = useUi();
  const id = createUniqueId();
  const chosen = () => props.state.chosen[props.kind];
  const listed = () => props.state.lists[props.kind];
  const absent = () => {
    const wanted = chosen();
    return wanted && !listed().some((one) => one.id === wanted.id) ? wanted : undefined;
  };
  return (
    <div class={styles.device}>
      <label for={id}>{words().devices.names[props.kind]}</label>
      <select
        id={id}
        class={select.select}
        onChange={({ currentTarget: { value } }) => props.devices.choose(props.kind, value || undefined)}
      >
        <option value="" selected={!chosen()}>
          {words().devices.system}
        </option>
        <For each={listed()}>
          {({ id, label }) => (
            <option value={id} selected={chosen()?.id === id}>
              {label}
            </option>
          )}
        </For>
        <Show when={absent()}>
          {(wanted) => (
            <option value={wanted().id} selected>
              {words().devices.absent(wanted().label)}
            </option>
          )}
        </Show>
      </select>
      <Show when={props.kind === 'loudspeaker' && props.devices.pickLoudspeaker}>
        {(pick) => <Button onClick={() => void pick()()}>{words().devices.pick}</Button>}
      </Show>
    </div>
  );
};
