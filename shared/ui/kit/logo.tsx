import styles from './logo.module.css';

/** The mark: a tin can with the string that runs to the other one. */
export const Logo = (props: { readonly size?: number }) => (
  <svg class={styles.logo} width={props.size ?? 32} height={props.size ?? 32} viewBox="0 0 64 64" aria-hidden="true">
    <path class={styles.string} d="M41 35 C49 38 47 50 53 53 S60 50 62 45" />
    <g transform="rotate(-24 27 31)">
      <path class={styles.body} d="M14 17 H40 A5.5 13.5 0 0 1 40 44 H14 Z" />
      <path class={styles.rib} d="M24 17 A5.5 13.5 0 0 1 24 44 M30 17 A5.5 13.5 0 0 1 30 44" />
      <ellipse class={styles.rim} cx="14" cy="30.5" rx="6.2" ry="14.4" />
      <ellipse class={styles.inside} cx="14" cy="30.5" rx="3.9" ry="11.4" />
    </g>
  </svg>
);
