import { createEffect, createMemo, createSignal, on, onMount } from 'solid-js';
import { isRinging } from '../call/is-ringing.ts';
import { useUi } from '../frame/ui.ts';
import { IconButton } from '../kit/icon-button.tsx';
import { CloseIcon } from '../kit/icons.ts';
import { ZoomInIcon, ZoomOutIcon } from '../kit/more-icons.ts';
import { Portal } from '../kit/portal.ts';
import styles from './image-viewer.module.css';

interface ImageViewerProps {
  readonly address: string;
  readonly name: string;
  readonly onClose: () => void;
}

/** A picture over everything: Escape or a ring closes it, a click, `+` and `-` change between the whole of it and its full size. */
export const ImageViewer = (props: ImageViewerProps) => {
  const { state, words } = useUi();
  const [zoomed, setZoomed] = createSignal(false);
  let dialog!: HTMLDialogElement;
  onMount(() => dialog.showModal());
  const rings = createMemo(() => isRinging(state()));
  // Nothing else of the page can be seen or reached meanwhile.
  createEffect(on(rings, (now) => now && dialog.close(), { defer: true }));
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key === '+' || key === '=') setZoomed(true);
    if (key === '-') setZoomed(false);
  };
  return (
    <Portal>
      <dialog
        ref={dialog}
        class={styles.viewer}
        data-theme="dark"
        aria-label={props.name}
        onKeyDown={onKeyDown}
        onClose={() => props.onClose()}
      >
        <div class={styles.bar}>
          <span class={styles.name} dir="auto">
            {props.name}
          </span>
          <IconButton
            label={zoomed() ? words().attachment.zoomOut : words().attachment.zoomIn}
            icon={zoomed() ? ZoomOutIcon : ZoomInIcon}
            onClick={() => setZoomed(!zoomed())}
          />
          <IconButton label={words().common.close} icon={CloseIcon} onClick={() => dialog.close()} />
        </div>
        <div class={styles.canvas} data-zoomed={zoomed() ? '' : undefined} tabindex={zoomed() ? 0 : undefined}>
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the button and the keys do the same */}
          <img class={styles.image} src={props.address} alt={props.name} onClick={() => setZoomed(!zoomed())} />
        </div>
      </dialog>
    </Portal>
  );
};
