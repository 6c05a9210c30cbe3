import { Dialog as Kobalte } from '@kobalte/core/dialog';
import { createContext, createRenderEffect, createSignal, type JSX, onCleanup, Show, useContext } from 'solid-js';
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

const HoldContext = createContext<(by: 1 | -1) => void>();

/** Within a dialog: it does not close meanwhile, so that whoever asked for something learns what came of it. */
export const HoldOpen = (props: { readonly while: boolean }) => {
  const hold = useContext(HoldContext);
  createRenderEffect(() => {
    if (!props.while) return;
    hold?.(1);
    onCleanup(() => hold?.(-1));
  });
  return null;
};

/** A modal dialog: takes focus, keeps it, hides the rest from assistive tools, gives focus back. Load it on demand. */
export const Dialog = (props: DialogProps) => {
  // Kobalte gives focus back to a trigger of its own, which a dialog that opens by itself does not have.
  const before = document.activeElement;
  const [holds, setHolds] = createSignal(0);
  return (
    <Kobalte open modal preventScroll={false} onOpenChange={(open) => !open && holds() === 0 && props.onClose()}>
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
            <HoldContext.Provider value={(by) => setHolds((now) => now + by)}>{props.children}</HoldContext.Provider>
            {/* Last, so that focus goes to what the dialog is for. */}
            <Kobalte.CloseButton class={styles.close} aria-label={props.closeLabel} disabled={holds() > 0}>
              <CloseIcon size={20} />
            </Kobalte.CloseButton>
          </Kobalte.Content>
        </div>
      </Kobalte.Portal>
    </Kobalte>
  );
};
