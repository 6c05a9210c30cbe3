import { DropdownMenu } from '@kobalte/core/dropdown-menu';
import { type Component, For } from 'solid-js';
import type { IconProps } from './icon.tsx';
import styles from './menu.module.css';

export interface MenuItem {
  readonly label: string;
  readonly onSelect: () => void;
}

interface MenuProps {
  /** The name of the button that opens it. */
  readonly label: string;
  readonly icon: Component<IconProps>;
  readonly items: readonly MenuItem[];
  /** It was asked for by the click that loaded it. */
  readonly openAtOnce?: boolean;
}

/** A button with a menu. Load it on demand. */
export const Menu = (props: MenuProps) => (
  <DropdownMenu placement="bottom-end" gutter={4} defaultOpen={props.openAtOnce ?? false} preventScroll={false}>
    <DropdownMenu.Trigger class={styles.trigger} aria-label={props.label} title={props.label}>
      {props.icon({ size: 22 })}
    </DropdownMenu.Trigger>
    <DropdownMenu.Portal>
      <DropdownMenu.Content class={styles.menu}>
        {/* By their words: a line keeps the focus while what it is made of is made anew. */}
        <For each={props.items.map(({ label }) => label)}>
          {(label) => (
            <DropdownMenu.Item
              class={styles.item}
              onSelect={() => props.items.find((item) => item.label === label)?.onSelect()}
            >
              {label}
            </DropdownMenu.Item>
          )}
        </For>
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  </DropdownMenu>
);
