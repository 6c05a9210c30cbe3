import { type JSX, Show } from 'solid-js';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { HoldOpen } from './dialog.tsx';
import styles from './dialog-form.module.css';

interface DialogFormProps {
  readonly submit: string;
  readonly cancel: string;
  /** What it does cannot be taken back. */
  readonly ends?: boolean;
  readonly busy: boolean;
  /** What went wrong, in words. */
  readonly refusal: string | undefined;
  readonly onSubmit: () => void;
  readonly onCancel: () => void;
  /** Its fields. */
  readonly children: JSX.Element;
}

/** What a dialog asks for: fields, what went wrong with them, and the way out and on. */
export const DialogForm = (props: DialogFormProps) => (
  <form
    class={styles.form}
    onSubmit={(event) => {
      event.preventDefault();
      props.onSubmit();
    }}
  >
    <HoldOpen while={props.busy} />
    {props.children}
    <Show when={props.refusal}>
      {(text) => (
        // Where the dialog is taller than the screen it must not be below its edge.
        <div ref={(element) => queueMicrotask(() => element.scrollIntoView({ block: 'nearest' }))}>
          <Banner urgency="alert">{text()}</Banner>
        </div>
      )}
    </Show>
    <div class={styles.actions}>
      <Button disabled={props.busy} onClick={props.onCancel}>
        {props.cancel}
      </Button>
      <Button tone={props.ends ? 'end' : 'primary'} type="submit" busy={props.busy}>
        {props.submit}
      </Button>
    </div>
  </form>
);
