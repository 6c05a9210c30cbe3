import type { Component } from 'solid-js';
import type { ButtonTone } from './button.tsx';
import type { IconProps } from './icon.tsx';
import styles from './icon-button.module.css';

interface IconButtonProps {
  /** The accessible name, and the tooltip. */
  readonly label: string;
  readonly icon: Component<IconProps>;
  readonly tone?: ButtonTone | 'off';
  readonly size?: 'normal' | 'large';
  readonly disabled?: boolean;
  readonly type?: 'button' | 'submit';
  readonly description?: string;
  readonly expanded?: boolean;
  readonly onClick?: (event: MouseEvent) => void;
  readonly ref?: (element: HTMLButtonElement) => void;
}

/** A round button that is only a picture. A control that is switched off has the tone `off`. */
export const IconButton = (props: IconButtonProps) => (
  <button
    ref={(element) => props.ref?.(element)}
    type={props.type ?? 'button'}
    class={styles.button}
    data-tone={props.tone ?? 'quiet'}
    data-size={props.size ?? 'normal'}
    aria-label={props.label}
    aria-description={props.description}
    aria-expanded={props.expanded}
    title={props.description ?? props.label}
    disabled={props.disabled}
    onClick={(event) => props.onClick?.(event)}
  >
    {props.icon({ size: props.size === 'large' ? 26 : 22 })}
  </button>
);
