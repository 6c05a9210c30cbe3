import { SearchIcon } from '../kit/icons.ts';
import styles from './search-field.module.css';

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly ref?: (field: HTMLInputElement) => void;
}

/** Escape empties it. */
export const SearchField = (props: SearchFieldProps) => {
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
        onInput={(event) => props.onInput(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
    </label>
  );
};
