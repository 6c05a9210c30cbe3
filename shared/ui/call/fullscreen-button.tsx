import { createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { IconButton } from '../kit/icon-button.tsx';
import { FullscreenIcon, LeaveFullscreenIcon } from '../kit/more-icons.ts';
import { isRinging } from './is-ringing.ts';

/** Shows one thing alone, or no longer. Refused where the browser has no full screen for elements (iOS): all stays as it is. */
export const FullscreenButton = (props: { readonly of: () => HTMLElement }) => {
  const { state, words } = useUi();
  const [isFull, setFull] = createSignal(document.fullscreenElement !== null);
  const look = () => setFull(document.fullscreenElement !== null);
  document.addEventListener('fullscreenchange', look);
  onCleanup(() => document.removeEventListener('fullscreenchange', look));
  const rings = createMemo(() => isRinging(state()));
  // Who rings stands on the page, of which nothing else is seen meanwhile.
  createEffect(on(rings, (now) => now && isFull() && void document.exitFullscreen().catch(() => {}), { defer: true }));
  const toggle = () => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else
      void props
        .of()
        .requestFullscreen?.()
        .catch(() => {});
  };
  return (
    <IconButton
      label={isFull() ? words().call.leaveFullscreen : words().call.fullscreen}
      icon={isFull() ? LeaveFullscreenIcon : FullscreenIcon}
      onClick={toggle}
    />
  );
};
