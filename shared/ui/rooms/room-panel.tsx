import { type JSX, onMount } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { IconButton } from '../kit/icon-button.tsx';
import { CloseIcon } from '../kit/icons.ts';
import styles from './room-panel.module.css';

interface RoomPanelProps {
  readonly title: string;
  /** What has the focus at first, in the place of the title. */
  readonly first?: () => HTMLElement;
  readonly onClose: () => void;
  readonly children: JSX.Element;
}

/** What opens over a room, and beside it where there is space. */
export const RoomPanel = (props: RoomPanelProps) => {
  const { words } = useUi();
  let title!: HTMLHeadingElement;
  onMount(() => (props.first?.() ?? title).focus());
  return (
    <section
      class={styles.panel}
      aria-label={props.title}
      onKeyDown={(event) => {
        // A dialog over it closes by itself, also in the moment before it has taken the focus.
        if (event.key !== 'Escape' || document.querySelector('[role$=dialog]')) return;
        event.stopPropagation();
        props.onClose();
      }}
    >
      <header class={styles.header}>
        <h3 ref={title} class={styles.title} tabindex="-1">
          {props.title}
        </h3>
        <IconButton label={words().common.close} icon={CloseIcon} onClick={() => props.onClose()} />
      </header>
      {props.children}
    </section>
  );
};
