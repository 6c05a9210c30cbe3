import { For } from 'solid-js';
import { Logo } from '../kit/logo.tsx';
import styles from './shell.module.css';

/** The first paint: the outline of the people column, before there is anything to show in it. */
export const Shell = () => (
  <main class={styles.shell} aria-busy="true">
    <div class={styles.column}>
      <header class={styles.header}>
        <Logo />
        <span>Tincan</span>
      </header>
      <For each={[0, 1, 2, 3, 4]}>
        {() => (
          <div class={styles.row}>
            <span class={styles.circle} />
            <span class={styles.lines} />
          </div>
        )}
      </For>
    </div>
  </main>
);
