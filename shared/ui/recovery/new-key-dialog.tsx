import { createSignal, For, Match, Show, Switch } from 'solid-js';
import type { Reason } from '#shared/core/reason.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { Dialog, HoldOpen } from '../kit/dialog.tsx';
import styles from './recovery.module.css';
import { WordCheck } from './word-check.tsx';

interface NewKeyDialogProps {
  /** There is one that stops working. */
  readonly replaces: boolean;
  readonly onClose: () => void;
}

/** Words to write down, and three of them asked for. Load it on demand. */
export const NewKeyDialog = (props: NewKeyDialogProps) => {
  const { client, words } = useUi();
  const replaces = props.replaces;
  const [step, setStep] = createSignal<'before' | 'words' | 'check' | 'ready'>('before');
  const [key, setKey] = createSignal<readonly string[]>([]);
  const [busy, setBusy] = createSignal(false);
  const [refusal, setRefusal] = createSignal<Reason>();

  const show = async () => {
    setBusy(true);
    const created = await client.recovery.create();
    setBusy(false);
    setRefusal(created.ok ? undefined : created.reason);
    if (!created.ok) return;
    setKey(created.value);
    setStep('words');
  };
  const keep = async () => {
    setBusy(true);
    const kept = await client.recovery.keep(key());
    setBusy(false);
    setRefusal(kept.ok ? undefined : kept.reason);
    if (!kept.ok) return;
    setKey([]);
    setStep('ready');
  };

  return (
    <Dialog title={words().recovery.title} closeLabel={words().common.close} onClose={props.onClose} stays>
      <HoldOpen while={busy()} />
      <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
      <Switch>
        <Match when={step() === 'before'}>
          <p>{words().recovery.secret}</p>
          <Show when={replaces}>
            <p>
              <strong>{words().recovery.replaces}</strong>
            </p>
          </Show>
          <div class={styles.actions}>
            <Button disabled={busy()} onClick={props.onClose}>
              {words().common.cancel}
            </Button>
            <Button tone="primary" busy={busy()} onClick={() => void show()}>
              {words().recovery.show}
            </Button>
          </div>
        </Match>
        <Match when={step() === 'words'}>
          <p>{words().recovery.writeDown}</p>
          <ol
            ref={(element) => queueMicrotask(() => element.focus())}
            class={styles.words}
            tabindex="-1"
            aria-label={words().recovery.words}
          >
            <For each={key()}>
              {(word, index) => (
                <li>
                  <span class={styles.number}>{index() + 1}</span>
                  <span translate="no">{word}</span>
                </li>
              )}
            </For>
          </ol>
          <div class={styles.actions}>
            <Button tone="primary" onClick={() => setStep('check')}>
              {words().recovery.written}
            </Button>
          </div>
        </Match>
        <Match when={step() === 'check'}>
          <WordCheck key={key()} busy={busy()} onRight={() => void keep()} onShowAgain={() => setStep('words')} />
        </Match>
        <Match when={step() === 'ready'}>
          <p role="status">{words().recovery.ready}</p>
          <div class={styles.actions}>
            <Button ref={(element) => queueMicrotask(() => element.focus())} tone="primary" onClick={props.onClose}>
              {words().common.close}
            </Button>
          </div>
        </Match>
      </Switch>
    </Dialog>
  );
};
