import { createResource, createSignal, Match, onCleanup, Show, Switch } from 'solid-js';
import type { Scope } from '#shared/client/client.ts';
import type { Reason } from '#shared/core/reason.ts';
import { save, today } from '../files/save.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import styles from './archive.module.css';

export type ArchiveAct = 'export' | 'erase';

type Step =
  | { readonly at: 'asking' }
  | { readonly at: 'working'; readonly count: number; readonly total: number }
  | { readonly at: 'done' }
  | { readonly at: 'stopped'; readonly reason: Reason };

interface ArchiveDialogProps {
  readonly act: ArchiveAct;
  readonly scope: Scope;
  /** With whom; nobody where it is about everything. */
  readonly name?: string;
  readonly onClose: () => void;
}

/** Exports or deletes a conversation, or all: asks, shows how far it is, can be stopped, and says how it ended. */
export const ArchiveDialog = (props: ArchiveDialogProps) => {
  const { client, words } = useUi();
  const [step, setStep] = createSignal<Step>({ at: 'asking' });
  const [contents] = createResource(() => client.archive.contents(props.scope));
  const control = new AbortController();
  onCleanup(() => control.abort());

  const said = () => words().archive[props.act];
  const what = () => {
    const found = contents.latest;
    return found?.ok ? words().archive.contents(found.value.items, found.value.files) : '';
  };
  const working = () => {
    const current = step();
    return current.at === 'working' ? current : undefined;
  };
  const stopped = () => {
    const current = step();
    return current.at === 'stopped' ? current.reason : undefined;
  };

  const start = async () => {
    setStep({ at: 'working', count: 0, total: 0 });
    const progress = {
      signal: control.signal,
      onProgress: (count: number, total: number) => void setStep({ at: 'working', count, total }),
    };
    const work = async () => {
      if (props.act === 'erase') return client.archive.erase(props.scope, progress);
      const zip = await client.archive.export(props.scope, progress);
      if (zip.ok) save({ blob: zip.value, name: `tincan-${props.name ?? 'all'}-${today()}.zip` });
      return zip;
    };
    const outcome = await work();
    setStep(outcome.ok ? { at: 'done' } : { at: 'stopped', reason: outcome.reason });
  };

  return (
    <Dialog
      title={said().title(props.name)}
      description={said().hint}
      closeLabel={words().common.close}
      onClose={props.onClose}
      role={props.act === 'erase' ? 'alertdialog' : 'dialog'}
      stays={step().at === 'working'}
      narrow
    >
      <Show when={step().at === 'asking'}>
        <p class={styles.contents} aria-live="polite">
          {what()}
        </p>
      </Show>
      <Show when={working()}>
        {(current) => (
          <label class={styles.progress}>
            <span>{words().archive.progress(current().count, current().total)}</span>
            <progress max={Math.max(1, current().total)} value={current().count} />
          </label>
        )}
      </Show>
      <p role="status">{step().at === 'done' ? said().done : ''}</p>
      <Show when={stopped()}>
        {(reason) => (
          <Banner urgency="alert">{reason() === 'cancelled' ? said().cancelled : words().reasons[reason()]}</Banner>
        )}
      </Show>
      <div class={styles.actions}>
        <Switch fallback={<Button onClick={props.onClose}>{words().common.close}</Button>}>
          <Match when={step().at === 'asking'}>
            <Button onClick={props.onClose}>{words().common.cancel}</Button>
            <Button tone={props.act === 'erase' ? 'end' : 'primary'} onClick={() => void start()}>
              {said().confirm}
            </Button>
          </Match>
          <Match when={step().at === 'working'}>
            <Button onClick={() => control.abort()}>{words().common.cancel}</Button>
          </Match>
        </Switch>
      </div>
    </Dialog>
  );
};
