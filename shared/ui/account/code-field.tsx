import { createSignal, Show } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { TextField } from '../kit/text-field.tsx';
import styles from './account.module.css';

interface CodeFieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly error?: string | undefined;
}

/** A code of the app, or one that stands for it: that has letters, which a keyboard of digits does not. */
export const CodeField = (props: CodeFieldProps) => {
  const { words } = useUi();
  const [recovering, setRecovering] = createSignal(false);
  return (
    <div class={styles.code}>
      <Show
        when={recovering()}
        fallback={
          <TextField
            label={words().account.code}
            hint={words().account.codeHint}
            value={props.value}
            onInput={props.onInput}
            error={props.error}
            autocomplete="one-time-code"
            inputMode="numeric"
            autofocus
          />
        }
      >
        <TextField
          label={words().account.recoveryCode}
          hint={words().account.recoveryCodeHint}
          value={props.value}
          onInput={props.onInput}
          error={props.error}
          autofocus
        />
      </Show>
      <Button
        tone="quiet"
        onClick={() => {
          props.onInput('');
          setRecovering(!recovering());
        }}
      >
        {recovering() ? words().account.useApp : words().account.useRecoveryCode}
      </Button>
    </div>
  );
};
