import { For, Show } from 'solid-js';
import type { DeviceRing } from '#shared/client/client.ts';
import { useUi } from '../../frame/ui.ts';
import { CheckIcon } from '../../kit/more-icons.ts';
import { fixesOf, SILENT_MS } from './fixes.ts';
import styles from './ring-test.module.css';

interface DeviceRingRowProps {
  readonly ring: DeviceRing;
  readonly name: string;
  readonly own: boolean;
  /** Milliseconds since the test began. */
  readonly waited: number;
}

/** One device: how long the ring took, and what is to be done where it did not come. */
export const DeviceRingRow = (props: DeviceRingRowProps) => {
  const { words } = useUi();
  const fixes = () => fixesOf(props.ring, props.waited);
  const took = () => {
    const { socket_ms, push_ms } = props.ring;
    const { bySocket, byPush } = words().ringTest;
    return [
      ...(socket_ms === undefined ? [] : [bySocket(seconds(socket_ms))]),
      ...(push_ms === undefined ? [] : [byPush(seconds(push_ms))]),
    ];
  };
  const seconds = (ms: number) =>
    new Intl.NumberFormat(words().locale, { style: 'unit', unit: 'second', maximumFractionDigits: 1 }).format(
      ms / 1000,
    );
  const isWaiting = () => took().length === 0 && fixes().length === 0 && props.waited < SILENT_MS;
  return (
    <li class={styles.device} aria-label={props.name}>
      <p class={styles.name}>
        {props.name}{' '}
        <Show when={props.own}>
          <span class={styles.soft}>{words().settings.thisDevice}</span>
        </Show>
      </p>
      <Show when={isWaiting()}>
        <p class={styles.soft}>{words().ringTest.waiting}</p>
      </Show>
      <For each={took()}>
        {(line) => (
          <p class={styles.took}>
            <CheckIcon size={20} />
            {line}
          </p>
        )}
      </For>
      <For each={fixes()}>{(fix) => <p class={styles.fix}>{words().ringTest.fixes[fix]}</p>}</For>
    </li>
  );
};
