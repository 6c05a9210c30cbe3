import { createSignal, Show } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { lazily } from '../kit/lazily.ts';
import { onDayWords } from '../strings/long-moments.ts';
import type { OwnRecord } from './own-record.ts';
import styles from './settings.module.css';

const TurnOnDialog = lazily(() => import('./second-factor-on-dialog.tsx'), 'SecondFactorOnDialog');
const TurnOffDialog = lazily(() => import('./second-factor-off-dialog.tsx'), 'SecondFactorOffDialog');

/** Whether a code is asked for beside one's password. */
export const SecondFactor = ({ record }: { readonly record: OwnRecord }) => {
  const { words } = useUi();
  const [changing, setChanging] = createSignal(false);
  const known = () => {
    const latest = record.latest();
    return latest && { factor: latest.second_factor };
  };
  const close = () => {
    setChanging(false);
    void record.askAgain();
  };
  return (
    <section class={styles.section} aria-labelledby="second-factor">
      <h2 id="second-factor">{words().ownAccount.secondFactor}</h2>
      <p class={styles.soft}>{words().ownAccount.secondFactorHint}</p>
      <Show when={record.problem()}>{(reason) => <p>{words().reasons[reason()]}</p>}</Show>
      <Show when={known()}>
        {(found) => (
          <>
            <Show when={found().factor} fallback={<p>{words().ownAccount.secondFactorOff}</p>}>
              {(factor) => (
                <p>{words().ownAccount.secondFactorOn(onDayWords(factor().since, words()), factor().recovery_codes)}</p>
              )}
            </Show>
            <Button onClick={() => setChanging(true)}>
              {found().factor ? words().ownAccount.turnOff : words().ownAccount.turnOn}
            </Button>
            <Show when={changing()}>
              <Show when={found().factor} fallback={<TurnOnDialog onClose={close} />}>
                <TurnOffDialog onClose={close} />
              </Show>
            </Show>
          </>
        )}
      </Show>
    </section>
  );
};
