import { createSignal, createUniqueId } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { IconButton } from '../kit/icon-button.tsx';
import { HiddenIcon, VisibleIcon } from '../kit/more-icons.ts';
import field from '../kit/text-field.module.css';
import { FieldNote } from '../kit/text-field.tsx';
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
  const hint = () => (props.fresh ? words().account.passwordHint : undefined);
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
          aria-describedby={props.error || hint() ? `${id}-note` : undefined}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
        <IconButton
          label={shown() ? words().account.hideCharacters : words().account.showCharacters}
          icon={shown() ? HiddenIcon : VisibleIcon}
          onClick={() => setShown(!shown())}
        />
      </div>
      <FieldNote id={`${id}-note`} hint={hint()} error={props.error} />
    </div>
  );
};
