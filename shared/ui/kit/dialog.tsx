import { Dialog as Kobalte } from '@kobalte/core/dialog';
import { type JSX, Show } from 'solid-js';
import styles from './dialog.module.css';
import { CloseIcon } from './icons.ts';

interface DialogProps {
  readonly title: string;
  readonly children: JSX.Element;
  readonly closeLabel: string;
  /** By Escape, the cross or a click outside. */
  readonly onClose: () => void;
  readonly description?: string | undefined;
  readonly role?: 'dialog' | 'alertdialog';
  /** A click beside it does not close it. */
  readonly stays?: boolean;
  readonly narrow?: boolean;
  /** What takes focus; the first control where it is not given. */
  readonly focusOn?: () => HTMLElement | undefined;
}

/** A modal dialog: takes focus, keeps it, hides the rest from assistive tools, gives focus back. Load it on demand. */
export const Dialog = (props: DialogProps) => {
  // Kobalte gives focus back to a trigger of its own, which a dialog that opens by itself does not have.
  const before = document.activeElement;
  return (
    <Kobalte open modal preventScroll={false} onOpenChange={(open) => !open && props.onClose()}>
      <Kobalte.Portal>
        <Kobalte.Overlay class={styles.overlay} />
        <div class={styles.place}>
          <Kobalte.Content
            class={styles.dialog}
            classList={{ [styles.narrow ?? '']: props.narrow ?? false }}
            role={props.role ?? 'dialog'}
            onOpenAutoFocus={(event) => {
              const chosen = props.focusOn?.();
              if (!chosen) return;
              event.preventDefault();
              chosen.focus();
            }}
            onCloseAutoFocus={() => before instanceof HTMLElement && before.focus()}
            onInteractOutside={(event) => props.stays && event.preventDefault()}
          >
            <Kobalte.Title class={styles.title}>{props.title}</Kobalte.Title>
            <Show when={props.description}>
              <Kobalte.Description class={styles.description}>{props.description}</Kobalte.Description>
            </Show>
            {props.children}
            {/* Last, so that focus goes to what the dialog is for. */}
            <Kobalte.CloseButton class={styles.close} aria-label={props.closeLabel}>
              <CloseIcon size={20} />
            </Kobalte.CloseButton>
          </Kobalte.Content>
        </div>
      </Kobalte.Portal>
    </Kobalte>
  );
};
