import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { Logo } from '../kit/logo.tsx';
import styles from './account.module.css';

/** In the popup of someone who is not signed in: a popup closes when the browser asks for permissions, a page does not. */
export const SetUp = (props: { readonly open: () => void }) => {
  const { words } = useUi();
  return (
    <main class={styles.page}>
      <div class={styles.card}>
        <header class={styles.brand}>
          <Logo size={64} />
          <h1 class={styles.title}>Tincan</h1>
          <p class={styles.tagline}>{words().account.tagline}</p>
        </header>
        <p class={styles.change}>{words().welcome.setUpHint}</p>
        <Button tone="primary" wide onClick={() => props.open()}>
          {words().welcome.setUp}
        </Button>
      </div>
    </main>
  );
};
