import type { JSX } from 'solid-js';
import styles from './button.module.css';

export type ButtonTone = 'primary' | 'plain' | 'quiet' | 'answer' | 'end';

interface ButtonProps {
  readonly children: JSX.Element;
  readonly tone?: ButtonTone;
  readonly type?: 'button' | 'submit';
  readonly disabled?: boolean;
  /** The act is under way: it cannot be repeated, and says so. */
  readonly busy?: boolean;
  readonly wide?: boolean;
  readonly label?: string;
  readonly onClick?: () => void;
  readonly ref?: (element: HTMLButtonElement) => void;
}

export const Button = (props: ButtonProps) => (
  <button
    ref={(element) => props.ref?.(element)}
    type={props.type ?? 'button'}
    class={styles.button}
    classList={{ [styles.wide ?? '']: props.wide ?? false }}
    data-tone={props.tone ?? 'plain'}
    disabled={props.disabled || props.busy}
    aria-busy={props.busy ? 'true' : undefined}
    aria-label={props.label}
    onClick={() => props.onClick?.()}
  >
    {props.children}
  </button>
);
