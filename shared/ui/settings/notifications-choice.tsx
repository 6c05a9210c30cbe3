import { createSignal, Match, Show, Switch } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { ReachNote } from './reach-note.tsx';
import styles from './settings.module.css';

/** Notifications of calls, in the web app; the extension has a permission of its own. */
export const NotificationsChoice = () => {
  const { host, words } = useUi();
  const possible = host.kind === 'page' && 'Notification' in globalThis && 'serviceWorker' in navigator;
  const [permission, setPermission] = createSignal(possible ? Notification.permission : 'denied');
  const ask = async () => setPermission(await Notification.requestPermission());
  return (
    <Show when={possible}>
      <section class={styles.section} aria-labelledby="notifications">
        <h2 id="notifications">{words().settings.notifications}</h2>
        <Switch>
          <Match when={permission() === 'granted'}>
            <p class={styles.soft}>{words().settings.notificationsOn}</p>
            <ReachNote />
          </Match>
          <Match when={permission() === 'denied'}>
            <p class={styles.soft}>{words().settings.notificationsOff}</p>
          </Match>
          <Match when={permission() === 'default'}>
            <p class={styles.soft}>{words().settings.notificationsHint}</p>
            <Button onClick={() => void ask()}>{words().settings.notificationsAllow}</Button>
          </Match>
        </Switch>
      </section>
    </Show>
  );
};
