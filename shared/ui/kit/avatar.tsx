import type { JSX } from 'solid-js';
import styles from './avatar.module.css';

/** How many hues `avatar.module.css` has. */
const HUES = 6;

const hueOf = (name: string): number =>
  [...name].reduce((sum, letter) => (sum * 17 + (letter.codePointAt(0) ?? 0)) % 9973, 0) % HUES;

/** First letters of the first two parts of a login: `ann.lee` is AL. */
export const initials = (name: string): string => {
  const parts = name.split(/[._-]+/).filter((part) => part !== '');
  return (
    parts
      .slice(0, 2)
      .map((part) => [...part][0]?.toUpperCase() ?? '')
      .join('') || '?'
  );
};

interface AvatarProps {
  readonly name: string;
  readonly size?: 'small' | 'normal' | 'large' | 'huge';
  /** A mark on the corner, such as presence. */
  readonly children?: JSX.Element;
}

/** Decoration: the name stands beside it in text. */
export const Avatar = (props: AvatarProps) => (
  <span class={styles.avatar} data-size={props.size ?? 'normal'} data-hue={hueOf(props.name)} aria-hidden="true">
    {initials(props.name)}
    {props.children}
  </span>
);
