import { useUi } from '../frame/ui.ts';
import { IconButton } from '../kit/icon-button.tsx';
import { PinIcon, UnpinIcon } from '../kit/more-icons.ts';
import styles from './stage.module.css';

interface EnlargeButtonProps {
  readonly what: string;
  /** Written on it. */
  readonly shown?: string;
  readonly onClick: () => void;
}

/** All of a small picture: it becomes the large one, and stays so. */
export const EnlargeButton = (props: EnlargeButtonProps) => {
  const { words } = useUi();
  const label = () => words().stage.enlarge(props.what);
  return (
    <button type="button" class={styles.enlarge} aria-label={label()} title={label()} onClick={() => props.onClick()}>
      <span class={styles.enlargeTitle}>{props.shown}</span>
    </button>
  );
};

interface PinButtonProps {
  readonly what: string;
  readonly pinned: boolean;
  readonly onPin: (pinned: boolean) => void;
}

/** Whether the large picture gives way to a newer one. */
export const PinButton = (props: PinButtonProps) => {
  const { words } = useUi();
  return (
    <IconButton
      label={props.pinned ? words().stage.unpin(props.what) : words().stage.pin(props.what)}
      icon={props.pinned ? UnpinIcon : PinIcon}
      onClick={() => props.onPin(!props.pinned)}
    />
  );
};
