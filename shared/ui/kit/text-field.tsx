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

interface FieldNoteProps {
  readonly id: string;
  readonly hint: string | undefined;
  readonly error: string | undefined;
}

/** Under a field: what is wrong with it, told as soon as it is, or else how to fill it in. */
export const FieldNote = (props: FieldNoteProps) => (
  <Show
    when={props.error}
    fallback={
      <Show when={props.hint}>
        <p id={props.id} class={styles.note}>
          {props.hint}
        </p>
      </Show>
    }
  >
    <p id={props.id} class={styles.note} role="alert" data-error="">
      {props.error}
    </p>
  </Show>
);

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
      <FieldNote id={`${id}-note`} hint={props.hint} error={props.error} />
    </div>
  );
};
