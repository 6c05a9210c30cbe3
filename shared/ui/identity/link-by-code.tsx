import { createSignal, Show } from 'solid-js';
import { LINK_PREFIX } from '#shared/core/identity/linking.ts';
import type { Reason } from '#shared/core/reason.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { Dialog, HoldOpen } from '../kit/dialog.tsx';
import { QrScanner } from '../kit/qr-scanner.tsx';
import { TextField } from '../kit/text-field.tsx';
import { createCamera } from './camera.ts';
import styles from './identity.module.css';

/** The camera on the code of the new device. */
const Scan = (props: { readonly onRead: (text: string) => void }) => {
  const { words } = useUi();
  const { camera, refusal } = createCamera();
  return (
    <>
      <Show when={refusal()}>
        {(reason) => <Banner urgency="alert">{words().verification.noCamera(words().reasons[reason()])}</Banner>}
      </Show>
      <Show when={camera()}>
        {(track) => (
          <>
            <QrScanner camera={track()} label={words().identity.scanning} onRead={props.onRead} />
            <p>{words().identity.scanning}</p>
          </>
        )}
      </Show>
    </>
  );
};

/** Confirms a new device by the code that it shows: seen by the camera, or typed. Load it on demand. */
export const LinkByCode = (props: { readonly onClose: () => void }) => {
  const { client, words } = useUi();
  const [typed, setTyped] = createSignal('');
  const [scanning, setScanning] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [refusal, setRefusal] = createSignal<Reason>();
  const confirm = async (code: string) => {
    if (busy()) return;
    setBusy(true);
    const outcome = await client.identity.confirmByCode(code);
    setBusy(false);
    setRefusal(outcome.ok ? undefined : outcome.reason);
    if (outcome.ok) props.onClose();
  };
  const problem = () => {
    const reason = refusal();
    return reason && (reason === 'not_found' ? words().identity.noCode : words().reasons[reason]);
  };

  return (
    <Dialog
      title={words().identity.linkByCode}
      description={words().identity.linkByCodeHint}
      closeLabel={words().common.close}
      onClose={props.onClose}
    >
      <HoldOpen while={busy()} />
      <form
        class={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void confirm(typed());
        }}
      >
        <TextField label={words().identity.typeCode} value={typed()} onInput={setTyped} error={problem()} required />
        <Show
          when={scanning()}
          fallback={<Button onClick={() => setScanning(true)}>{words().identity.scanCode}</Button>}
        >
          <Scan onRead={(text) => text.startsWith(LINK_PREFIX) && void confirm(text)} />
        </Show>
        <div class={styles.actions}>
          <Button tone="primary" type="submit" busy={busy()}>
            {words().identity.confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  );
};
