import styles from './logo.module.css';

const END = 'A6.5 15.5 0 0 1';

/** The mark: a tin can with the string that runs to the other one. As in `pwa/public/icon.svg`. */
export const Logo = (props: { readonly size?: number }) => (
  <svg class={styles.logo} width={props.size ?? 32} height={props.size ?? 32} viewBox="0 4 64 64" aria-hidden="true">
    <path class={styles.string} d="M45 26.5 C51 30 57 27 63 15" />
    <g transform="rotate(-20 27 34)">
      <path class={styles.body} d={`M11 18.5 H41 ${END} 41 49.5 H11 Z`} />
      <path class={styles.shade} d={`M13 40.5 H46.6 ${END} 41 49.5 H11 Z`} />
      <path class={styles.light} d={`M15 22.5 H44.5 ${END} 45.8 26.5 H16 Z`} />
      <path class={styles.rib} d={`M23 18.5 ${END} 23 49.5 M28.5 18.5 ${END} 28.5 49.5 M34 18.5 ${END} 34 49.5`} />
      <path class={styles.rim} d={`M41 18.5 ${END} 41 49.5`} />
      <ellipse class={styles.lip} cx="11" cy="34" rx="6.5" ry="15.5" />
      <ellipse class={styles.inside} cx="11.3" cy="34" rx="4.7" ry="13.2" />
    </g>
  </svg>
);
