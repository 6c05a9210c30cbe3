/** How long a finger rests before it means the menu: as long as in the systems of phones. */
const HOLD_MS = 500;
/** Further than this it scrolls. In pixels. */
const STILL = 10;

/**
 * The gestures that ask for the menu of what they are on: the secondary button of a mouse, and a finger that rests, also
 * where the browser makes no `contextmenu` of that. What has a menu of its own in the browser keeps it.
 */
export const asksForMenu = (ask: () => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let start = { x: 0, y: 0 };
  const end = () => clearTimeout(timer);
  const isFree = (target: EventTarget | null) =>
    !(target instanceof Element && target.closest('a, button, input, video')) && !getSelection()?.toString();
  return {
    onContextMenu: (event: MouseEvent) => {
      end();
      if (!isFree(event.target)) return;
      event.preventDefault();
      ask();
    },
    onPointerDown: (event: PointerEvent) => {
      end();
      if (event.pointerType !== 'touch' || !isFree(event.target)) return;
      start = { x: event.clientX, y: event.clientY };
      timer = setTimeout(ask, HOLD_MS);
    },
    onPointerMove: (event: PointerEvent) => {
      if (Math.hypot(event.clientX - start.x, event.clientY - start.y) > STILL) end();
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
};
