import { createUniqueId, Show } from 'solid-js';
import styles from './text-field.module.css';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly type?: 'text' | 'password' | 'email' | 'url' | 'search' | 'time';
  readonly autocomplete?: string;
  readonly required?: boolean;
  readonly autofocus?: boolean;
  readonly inputMode?: 'text' | 'url' | 'email' | 'search' | 'numeric';
}

export const TextField = (props: TextFieldProps) => {
  const id = createUniqueId();
  return (
    <div class={styles.field}>
      <label for={id} class={styles.label}>
        {props.label}
      </label>
      <input
        id={id}
        class={styles.input}
        ref={(element) => props.autofocus && queueMicrotask(() => element.focus())}
        type={props.type ?? 'text'}
        inputmode={props.inputMode}
        autocomplete={props.autocomplete ?? 'off'}
        autocapitalize="none"
        spellcheck={false}
        required={props.required}
        value={props.value}
        aria-invalid={props.error ? 'true' : undefined}
        aria-describedby={props.hint || props.error ? `${id}-note` : undefined}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <Show when={props.error ?? props.hint}>
        {(note) => (
          <p id={`${id}-note`} class={styles.note} data-error={props.error ? '' : undefined}>
            {note()}
          </p>
        )}
      </Show>
    </div>
  );
};
