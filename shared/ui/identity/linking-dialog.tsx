import { createSignal, Match, Show, Switch } from 'solid-js';
import type { Linking } from '#shared/core/identity/linking.ts';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import styles from './identity.module.css';

interface LinkingDialogProps {
  readonly linking: Linking;
  readonly nameOf: (device: string) => string;
}

/** Six digits in two groups; read out one by one. */
const Digits = (props: { readonly digits: string }) => (
  <output class={styles.digits} aria-label={[...props.digits].join(' ')}>
    <span>{props.digits.slice(0, 3)}</span> <span>{props.digits.slice(3)}</span>
  </output>
);

/** The same digits on both devices, an answer on both, and then what travels. */
export const LinkingDialog = (props: LinkingDialogProps) => {
  const { client, words } = useUi();
  const [withHistory, setWithHistory] = createSignal(true);
  const phase = () => props.linking.phase;
  const digits = () => {
    const now = phase();
    return now.name === 'comparing' || now.name === 'agreed' ? now.digits : undefined;
  };
  const moving = () => {
    const now = phase();
    return now.name === 'moving' ? now : undefined;
  };
  const failure = () => {
    const now = phase();
    return now.name === 'failed' ? now.reason : undefined;
  };
  const other = () => props.nameOf(props.linking.other);
  const isOver = () => phase().name === 'done' || phase().name === 'failed';

  return (
    <Dialog
      title={words().identity.linking(other())}
      closeLabel={isOver() ? words().common.close : words().common.cancel}
      onClose={() => client.identity.endLinking()}
      stays
      narrow
    >
      <div aria-live="polite">
        <Switch>
          <Match when={phase().name === 'calling'}>
            <p>{words().identity.calling(other())}</p>
          </Match>
          <Match when={digits()}>
            {(shown) => (
              <>
                <p>{words().identity.compare(other())}</p>
                <Digits digits={shown()} />
                <Show when={phase().name === 'comparing' && props.linking.role === 'giver'}>
                  <label class={styles.choice}>
                    <input
                      type="checkbox"
                      checked={withHistory()}
                      onChange={(event) => setWithHistory(event.currentTarget.checked)}
                    />
                    {words().identity.withHistory}
                  </label>
                </Show>
                <Show when={phase().name === 'agreed'}>
                  <p>{words().identity.agreed(other())}</p>
                </Show>
              </>
            )}
          </Match>
          <Match when={moving()}>
            {(now) => (
              <>
                <p>{words().identity.moving}</p>
                <progress class={styles.progress} max={now().all} value={now().arrived} />
              </>
            )}
          </Match>
          <Match when={phase().name === 'done'}>
            <p>{words().identity.done[props.linking.role]}</p>
          </Match>
          <Match when={failure()}>{(reason) => <p role="alert">{words().reasons[reason()]}</p>}</Match>
        </Switch>
      </div>
      <div class={styles.actions}>
        <Show
          when={phase().name === 'comparing'}
          fallback={
            <Button tone={isOver() ? 'primary' : 'plain'} onClick={() => client.identity.endLinking()}>
              {isOver() ? words().common.close : words().common.cancel}
            </Button>
          }
        >
          <Button onClick={() => client.identity.endLinking()}>{words().identity.differ}</Button>
          <Button tone="primary" onClick={() => client.identity.agree(withHistory())}>
            {words().identity.same}
          </Button>
        </Show>
      </div>
    </Dialog>
  );
};
