import { createResource, createSignal, Show } from 'solid-js';
import { LINK_PREFIX } from '#shared/core/identity/linking.ts';
import type { Reason } from '#shared/core/reason.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { Dialog, HoldOpen } from '../kit/dialog.tsx';
import { QrCode } from '../kit/qr-code.tsx';
import { RestoreIdentity } from '../recovery/restore-identity.tsx';
import styles from './identity.module.css';

/** The ways in which a new device becomes one's own. */
export const ConfirmThisDevice = (props: { readonly onClose: () => void }) => {
  const { client, words } = useUi();
  const [asked] = createResource(() => client.identity.code());
  const code = () => {
    const answer = asked();
    return answer?.ok ? answer.value : undefined;
  };
  const [sure, setSure] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [refusal, setRefusal] = createSignal<Reason>();
  const startOver = async () => {
    setBusy(true);
    const outcome = await client.identity.startOver();
    setBusy(false);
    setRefusal(outcome.ok ? undefined : outcome.reason);
    if (outcome.ok) props.onClose();
  };

  return (
    <Dialog title={words().identity.confirmThis} closeLabel={words().common.close} onClose={props.onClose}>
      <HoldOpen while={busy()} />
      <section class={styles.way}>
        <h3>{words().identity.byDevice}</h3>
        <p>{words().identity.byDeviceHint}</p>
        <Show when={code()}>
          {(shown) => (
            <>
              <p>{words().identity.codeHint}</p>
              <QrCode text={`${LINK_PREFIX}${shown()}`} label={words().identity.code} />
              <code class={styles.code}>{shown().match(/.{4}/g)?.join(' ')}</code>
            </>
          )}
        </Show>
      </section>
      <RestoreIdentity onRestored={props.onClose} />
      <section class={styles.way}>
        <h3>{words().identity.startOver}</h3>
        <p>{words().identity.startOverHint}</p>
        <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
        <Show when={sure()} fallback={<Button onClick={() => setSure(true)}>{words().identity.startOver}</Button>}>
          <p>
            <strong>{words().identity.startOverAsks}</strong>
          </p>
          <div class={styles.actions}>
            <Button disabled={busy()} onClick={() => setSure(false)}>
              {words().common.cancel}
            </Button>
            <Button tone="primary" busy={busy()} onClick={() => void startOver()}>
              {words().identity.startOverSure}
            </Button>
          </div>
        </Show>
      </section>
    </Dialog>
  );
};
