import { createSignal } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { TextField } from '../kit/text-field.tsx';
import { isEmoji } from './emoji.ts';
import styles from './message-menu.module.css';

interface EmojiDialogProps {
  readonly onChosen: (emoji: string) => void;
  readonly onClose: () => void;
}

/** Any emoji that the keyboard of the device has. Load it on demand. */
export const EmojiDialog = (props: EmojiDialogProps) => {
  const { words } = useUi();
  const [text, setText] = createSignal('');
  const [wrong, setWrong] = createSignal(false);
  const choose = () => {
    const emoji = text().trim();
    if (isEmoji(emoji)) props.onChosen(emoji);
    else setWrong(true);
  };
  return (
    <Dialog title={words().message.otherReaction} closeLabel={words().common.close} onClose={props.onClose} narrow>
      <form
        class={styles.other}
        onSubmit={(event) => {
          event.preventDefault();
          choose();
        }}
      >
        <TextField
          label={words().message.emoji}
          value={text()}
          onInput={(value) => {
            setText(value);
            setWrong(false);
          }}
          hint={words().message.emojiHint}
          error={wrong() ? words().message.emojiWrong : undefined}
          autofocus
        />
        <Button type="submit" tone="primary" wide>
          {words().message.react}
        </Button>
      </form>
    </Dialog>
  );
};
