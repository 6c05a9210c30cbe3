import { createSignal, type JSX, Show } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import type { Chosen } from './chosen.ts';
import styles from './drop-zone.module.css';

interface DropZoneProps {
  readonly chosen: Chosen;
  readonly class: string | undefined;
  readonly children: JSX.Element;
}

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** A conversation that takes files which are dropped anywhere on it. */
export const DropZone = (props: DropZoneProps) => {
  const { words } = useUi();
  const [over, setOver] = createSignal(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Attach file does the same by keyboard
    <section
      class={props.class}
      onDragOver={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setOver(false);
      }}
      onDrop={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(false);
        props.chosen.add(event.dataTransfer?.files ?? []);
      }}
    >
      {props.children}
      <Show when={over()}>
        <p class={styles.hint}>{words().files.drop}</p>
      </Show>
    </section>
  );
};
