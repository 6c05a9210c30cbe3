import { useUi } from '../frame/ui.ts';
import { SearchIcon } from '../kit/icons.ts';
import styles from './search-field.module.css';

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  /** Someone is about to type. */
  readonly onFocus?: () => void;
  readonly ref?: (field: HTMLInputElement) => void;
}

/** Escape empties it. */
export const SearchField = (props: SearchFieldProps) => {
  const { client } = useUi();
  const onFocus = () => {
    // Nothing is searched for: it loads what searches, for which the first letter would wait.
    client.archive.search('', 0, undefined);
    props.onFocus?.();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || props.value === '') return;
    event.stopPropagation();
    event.preventDefault();
    props.onInput('');
  };
  return (
    <label class={styles.search}>
      <SearchIcon size={20} />
      <input
        ref={(field) => props.ref?.(field)}
        type="search"
        aria-label={props.label}
        placeholder={props.label}
        autocomplete="off"
        enterkeyhint="search"
        value={props.value}
        onFocus={onFocus}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
    </label>
  );
};
