import { onCleanup } from 'solid-js';

/** Keeps the screen on as long as its owner lives: a phone that locks itself takes the microphone away. */
export const keepAwake = (): void => {
  let lock: WakeLockSentinel | undefined;
  let over = false;
  const hold = async (): Promise<void> => {
    // The browser lets go by itself when the page is hidden, and refuses on a low battery.
    const held = await navigator.wakeLock?.request('screen').catch(() => undefined);
    if (over) await held?.release();
    else lock = held;
  };
  const onVisible = () => {
    if (!document.hidden) void hold();
  };
  document.addEventListener('visibilitychange', onVisible);
  onVisible();
  onCleanup(() => {
    over = true;
    document.removeEventListener('visibilitychange', onVisible);
    void lock?.release();
  });
};
