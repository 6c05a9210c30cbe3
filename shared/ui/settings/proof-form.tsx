import { createSignal } from 'solid-js';
import type { Outcome } from '#shared/core/reason.ts';
import { CodeField } from '../account/code-field.tsx';
import { ownPasswordWords } from '../account/credentials.ts';
import { PasswordField } from '../account/password-field.tsx';
import { useUi } from '../frame/ui.ts';
import { DialogForm } from '../kit/dialog-form.tsx';

interface ProofFormProps {
  readonly submit: string;
  /** What is done cannot be undone. */
  readonly ends?: boolean;
  /** With the password and the code that were typed. */
  readonly act: (password: string, code: string) => Promise<Outcome<unknown>>;
  readonly onCancel: () => void;
}

/** Asks for the password and a code, and says what was wrong with them. */
export const ProofForm = (props: ProofFormProps) => {
  const { words } = useUi();
  const [password, setPassword] = createSignal('');
  const [code, setCode] = createSignal('');
  const [tried, setTried] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [refusal, setRefusal] = createSignal<string>();

  const act = async () => {
    setTried(true);
    if (password() === '' || code().trim() === '') return;
    setBusy(true);
    setRefusal(undefined);
    const outcome = await props.act(password(), code());
    setBusy(false);
    if (!outcome.ok) setRefusal(ownPasswordWords(outcome.reason, words()));
  };

  return (
    <DialogForm
      submit={props.submit}
      cancel={words().common.cancel}
      ends={props.ends ?? false}
      busy={busy()}
      refusal={refusal()}
      onSubmit={() => void act()}
      onCancel={props.onCancel}
    >
      <PasswordField
        value={password()}
        onInput={setPassword}
        fresh={false}
        error={tried() && password() === '' ? words().account.passwordMissing : undefined}
      />
      <CodeField
        value={code()}
        onInput={setCode}
        error={tried() && code().trim() === '' ? words().account.codeMissing : undefined}
      />
    </DialogForm>
  );
};
