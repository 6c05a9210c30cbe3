import styles from './badge.module.css';

/** A count of what waits. `label` says of what. */
export const Badge = (props: { readonly count: number; readonly label: string }) => (
  <span class={styles.badge} role="img" aria-label={props.label}>
    {props.count > 99 ? '99+' : props.count}
  </span>
);
