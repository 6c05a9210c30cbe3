import { createSignal, Show } from 'solid-js';
import { ACCESS_KEY_DAYS } from '#shared/protocol/administration.ts';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import form from '../kit/dialog-form.module.css';
import { DialogForm } from '../kit/dialog-form.tsx';
import { TextField } from '../kit/text-field.tsx';
import { CopyButton } from '../settings/copy-button.tsx';
import { useAdministered } from './administered.ts';
import styles from './administration.module.css';

const MOST_DAYS = 3650;
const MOST_USES = 10_000;

/** A whole number from 1 to `most`, else nothing. */
const within = (text: string, most: number): number | undefined => {
  const number = /^\d{1,6}$/.test(text.trim()) ? Number(text) : 0;
  return number >= 1 && number <= most ? number : undefined;
};

/** Issues an access key and shows it, once. */
export const NewKeyDialog = (props: { readonly onClose: () => void }) => {
  const { words } = useUi();
  const { administration } = useAdministered();
  const [label, setLabel] = createSignal('');
  const [days, setDays] = createSignal(String(ACCESS_KEY_DAYS));
  const [uses, setUses] = createSignal('1');
  const [tried, setTried] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [key, setKey] = createSignal<string>();
  const [refusal, setRefusal] = createSignal<string>();

  const issue = async () => {
    setTried(true);
    const lasts = within(days(), MOST_DAYS);
    const admits = within(uses(), MOST_USES);
    if (label().trim() === '' || lasts === undefined || admits === undefined) return;
    setBusy(true);
    const issued = await administration.issueAccessKey({
      label: label().trim().slice(0, 64),
      days: lasts,
      uses: admits,
    });
    setBusy(false);
    setRefusal(issued.ok ? undefined : words().reasons[issued.reason]);
    if (issued.ok) setKey(issued.value.access_key);
  };
  const wrong = (text: string, most: number) =>
    tried() && within(text, most) === undefined ? words().admin.number(1, most) : undefined;

  return (
    <Dialog title={words().admin.newKey} closeLabel={words().common.close} onClose={props.onClose} stays narrow>
      <Show
        when={key()}
        fallback={
          <DialogForm
            submit={words().admin.issue}
            cancel={words().common.cancel}
            busy={busy()}
            refusal={refusal()}
            onSubmit={() => void issue()}
            onCancel={props.onClose}
          >
            <TextField
              label={words().admin.keyLabel}
              value={label()}
              onInput={setLabel}
              hint={words().admin.keyLabelHint}
              error={tried() && label().trim() === '' ? words().admin.missing : undefined}
            />
            <TextField
              label={words().admin.keyDays}
              value={days()}
              onInput={setDays}
              error={wrong(days(), MOST_DAYS)}
            />
            <TextField
              label={words().admin.keyUses}
              value={uses()}
              onInput={setUses}
              error={wrong(uses(), MOST_USES)}
            />
          </DialogForm>
        }
      >
        {(issued) => (
          <div class={form.form}>
            <p role="status">{words().admin.issued}</p>
            <code class={styles.key}>{issued()}</code>
            <div class={form.actions}>
              <CopyButton text={issued()} label={words().admin.copyKey} />
              <Button tone="primary" onClick={props.onClose}>
                {words().common.close}
              </Button>
            </div>
          </div>
        )}
      </Show>
    </Dialog>
  );
};
