import { nameOf, useUi } from '../frame/ui.ts';
import { IconButton } from '../kit/icon-button.tsx';
import { CloseIcon } from '../kit/icons.ts';
import { messageWords } from '../roster/preview-words.ts';
import styles from './composer.module.css';
import { type Composing, useTalk } from './talk.ts';

/** What the composer is for, where it is not for a new message. */
export const ComposingBar = (props: { readonly composing: Exclude<Composing, { kind: 'new' }> }) => {
  const { state, words } = useUi();
  const talk = useTalk();
  const title = () => {
    if (props.composing.kind === 'edit') return words().message.editing;
    const { author } = props.composing.message;
    return author === talk.self ? words().message.replyingToSelf : words().message.replyingTo(nameOf(state(), author));
  };
  return (
    <div class={styles.bar}>
      <div class={styles.what}>
        <p class={styles.title}>{title()}</p>
        <p class={styles.excerpt} dir="auto">
          {messageWords(props.composing.message, words())}
        </p>
      </div>
      <IconButton
        label={props.composing.kind === 'edit' ? words().message.stopEditing : words().message.stopReplying}
        icon={CloseIcon}
        onClick={() => talk.compose({ kind: 'new' })}
      />
    </div>
  );
};
