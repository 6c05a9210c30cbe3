/** So long a key may still belong to what was being written elsewhere. */
const STILL_MS = 1_000;

/**
 * Keeps somebody who is writing from answering a call that takes focus between two letters: a key presses none of these
 * buttons until a second after they have come, or after the last letter that was meant for another place.
 */
export const waitForWriter = (buttons: EventTarget, now: () => number = () => performance.now()): void => {
  let since = now();
  buttons.addEventListener('keydown', (event) => {
    const { key } = event as KeyboardEvent;
    if (key.length === 1 && key !== ' ') since = now();
  });
  buttons.addEventListener(
    'click',
    (event) => {
      const byKey = (event as MouseEvent).detail === 0;
      if (byKey && now() - since < STILL_MS) event.stopPropagation();
    },
    { capture: true },
  );
};
