import { createSignal, createUniqueId, Show } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { IconButton } from '../kit/icon-button.tsx';
import { HiddenIcon, VisibleIcon } from '../kit/more-icons.ts';
import field from '../kit/text-field.module.css';
import styles from './account.module.css';

interface PasswordFieldProps {
  /** *Password* where it is not given. */
  readonly label?: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly fresh: boolean;
  readonly error?: string | undefined;
}

export const PasswordField = (props: PasswordFieldProps) => {
  const { words } = useUi();
  const [shown, setShown] = createSignal(false);
  const id = createUniqueId();
  const note = () => props.error ?? (props.fresh ? words().account.passwordHint : undefined);
  return (
    <div class={field.field}>
      <label for={id} class={field.label}>
        {props.label ?? words().account.password}
      </label>
      <div class={styles.password}>
        <input
          id={id}
          class={field.input}
          type={shown() ? 'text' : 'password'}
          autocomplete={props.fresh ? 'new-password' : 'current-password'}
          autocapitalize="none"
          spellcheck={false}
          value={props.value}
          aria-invalid={props.error ? 'true' : undefined}
          aria-describedby={note() ? `${id}-note` : undefined}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
        <IconButton
          label={shown() ? words().account.hideCharacters : words().account.showCharacters}
          icon={shown() ? HiddenIcon : VisibleIcon}
          onClick={() => setShown(!shown())}
        />
      </div>
      <Show when={note()}>
        <p id={`${id}-note`} class={field.note} data-error={props.error ? '' : undefined}>
          {note()}
        </p>
      </Show>
    </div>
  );
};
