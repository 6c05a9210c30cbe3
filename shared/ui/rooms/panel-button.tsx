import { type Component, Show } from 'solid-js';
import type { IconProps } from '../kit/icon.tsx';
import { IconButton } from '../kit/icon-button.tsx';
import styles from './panel-button.module.css';

interface PanelButtonProps {
  readonly label: string;
  readonly icon: Component<IconProps>;
  readonly open: boolean;
  /** What waits there to be seen. */
  readonly count: number;
  readonly onClick: (opener: HTMLElement) => void;
}

/** Opens and closes a panel of a room. */
export const PanelButton = (props: PanelButtonProps) => (
  <div class={styles.holder}>
    <IconButton
      label={props.label}
      icon={props.icon}
      expanded={props.open}
      onClick={({ currentTarget }) => props.onClick(currentTarget as HTMLElement)}
    />
    <Show when={props.count > 0 && !props.open}>
      <span class={styles.count} aria-hidden="true">
        {props.count}
      </span>
    </Show>
  </div>
);
