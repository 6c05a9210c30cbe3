import { createSignal, Show } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { lazily } from '../kit/lazily.ts';
import { onDayWords } from '../strings/long-moments.ts';
import type { OwnRecord } from './own-record.ts';
import styles from './settings.module.css';

const DIALOGS = {
  on: lazily(() => import('./second-factor-on-dialog.tsx'), 'SecondFactorOnDialog'),
  renew: lazily(() => import('./recovery-codes-dialog.tsx'), 'RecoveryCodesDialog'),
  off: lazily(() => import('./second-factor-off-dialog.tsx'), 'SecondFactorOffDialog'),
};

/** Whether a code is asked for beside one's password. */
export const SecondFactor = ({ record }: { readonly record: OwnRecord }) => {
  const { words } = useUi();
  const [open, setOpen] = createSignal<keyof typeof DIALOGS>();
  const known = () => {
    const latest = record.latest();
    return latest && { factor: latest.second_factor };
  };
  const close = () => {
    setOpen(undefined);
    void record.askAgain();
  };
  const Off = () => (
    <>
      <p>{words().ownAccount.secondFactorOff}</p>
      <Button onClick={() => setOpen('on')}>{words().ownAccount.turnOn}</Button>
    </>
  );
  return (
    <section class={styles.section} aria-labelledby="second-factor">
      <h2 id="second-factor">{words().ownAccount.secondFactor}</h2>
      <p class={styles.soft}>{words().ownAccount.secondFactorHint}</p>
      <Show when={record.problem()}>{(reason) => <p>{words().reasons[reason()]}</p>}</Show>
      <Show when={known()}>
        {(found) => (
          <Show when={found().factor} fallback={<Off />}>
            {(factor) => (
              <>
                <p>{words().ownAccount.secondFactorOn(onDayWords(factor().since, words()), factor().recovery_codes)}</p>
                <Button onClick={() => setOpen('renew')}>{words().ownAccount.newRecoveryCodes}</Button>
                <Button onClick={() => setOpen('off')}>{words().ownAccount.turnOff}</Button>
              </>
            )}
          </Show>
        )}
      </Show>
      <Show when={open()} keyed>
        {(which) => {
          const Dialog = DIALOGS[which];
          return <Dialog onClose={close} />;
        }}
      </Show>
    </section>
  );
};
