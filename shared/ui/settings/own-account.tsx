import { createSignal, Show } from 'solid-js';
import type { Reason } from '#shared/core/reason.ts';
import { save, today } from '../files/save.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { lazily } from '../kit/lazily.ts';
import styles from './settings.module.css';

const RemoveAccountDialog = lazily(() => import('./remove-account-dialog.tsx'), 'RemoveAccountDialog');

/** What the relay keeps of one, to be taken out or deleted. */
export const OwnAccount = () => {
  const { client, words } = useUi();
  const [refusal, setRefusal] = createSignal<Reason>();
  const [busy, setBusy] = createSignal(false);
  const [removing, setRemoving] = createSignal(false);
  const take = async () => {
    setBusy(true);
    const record = await client.account.record();
    setBusy(false);
    setRefusal(record.ok ? undefined : record.reason);
    if (!record.ok) return;
    const blob = new Blob([JSON.stringify(record.value, undefined, 2)]);
    save({ blob, name: `tincan-account-${record.value.login}-${today()}.json` });
  };
  return (
    <section class={styles.section}>
      <p class={styles.soft}>{words().ownAccount.exportHint}</p>
      <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
      <div class={styles.line}>
        <Button busy={busy()} onClick={() => void take()}>
          {words().ownAccount.export}
        </Button>
        <Button onClick={() => setRemoving(true)}>{words().ownAccount.remove}</Button>
      </div>
      <Show when={removing()}>
        <RemoveAccountDialog onClose={() => setRemoving(false)} />
      </Show>
    </section>
  );
};
