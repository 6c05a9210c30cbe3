import { type Accessor, createSignal, onCleanup } from 'solid-js';

/** The time of this device, moved on every `ms` milliseconds. For display only. */
export const createNow = (ms: number): Accessor<number> => {
  const [now, setNow] = createSignal(Date.now());
  const timer = setInterval(() => setNow(Date.now()), ms);
  onCleanup(() => clearInterval(timer));
  return now;
};
