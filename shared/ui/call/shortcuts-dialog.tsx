import { createResource, For, Show } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { KEYS, type Shortcut } from './shortcuts.ts';
import styles from './shortcuts-dialog.module.css';

const Line = (props: { readonly what: string; readonly keys: string }) => (
  <div class={styles.line}>
    <dt>{props.what}</dt>
    <dd>
      <For each={props.keys.split('+').filter((key) => key !== '')} fallback="–">
        {(key) => <kbd class={styles.key}>{key}</kbd>}
      </For>
    </dd>
  </div>
);

/** Every key that does something in a call: on this screen, and from any window where the browser lets us. */
export const ShortcutsDialog = (props: { readonly onClose: () => void }) => {
  const { host, words } = useUi();
  const [commands] = createResource(async () => (await host.commandKeys?.()) ?? []);
  const own = Object.keys(KEYS) as Shortcut[];
  return (
    <Dialog title={words().shortcuts.title} closeLabel={words().common.close} narrow onClose={props.onClose}>
      <dl class={styles.list}>
        <For each={own}>{(shortcut) => <Line what={words().shortcuts.here[shortcut]} keys={KEYS[shortcut]} />}</For>
      </dl>
      <Show when={(commands() ?? []).length > 0}>
        <h3 class={styles.heading}>{words().shortcuts.anywhere}</h3>
        <dl class={styles.list}>
          <For each={commands()}>
            {({ command, keys }) => <Line what={words().shortcuts.commands[command]} keys={keys} />}
          </For>
        </dl>
        <p class={styles.hint}>{words().shortcuts.unset}</p>
        <Button wide onClick={() => host.changeCommandKeys?.()}>
          {words().shortcuts.change}
        </Button>
      </Show>
    </Dialog>
  );
};
