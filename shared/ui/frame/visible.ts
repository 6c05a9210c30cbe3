import { type Accessor, createSignal, onCleanup } from 'solid-js';

/** Whether the page is on the screen. */
export const createVisible = (): Accessor<boolean> => {
  const [visible, setVisible] = createSignal(!document.hidden);
  const onChange = () => setVisible(!document.hidden);
  document.addEventListener('visibilitychange', onChange);
  onCleanup(() => document.removeEventListener('visibilitychange', onChange));
  return visible;
};
