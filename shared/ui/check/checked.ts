import { createSignal } from 'solid-js';

const KEY = 'tincan.checked';

const stored = (): boolean => {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    // Who cannot be remembered to have answered is not asked each time.
    return true;
  }
};

const [checked, setChecked] = createSignal(stored());

/** The check before the first call has been made on this device, or is not wanted, or there was a call without it. */
export const isChecked = checked;

export const leaveChecked = (): void => {
  setChecked(true);
  try {
    localStorage.setItem(KEY, '');
  } catch {
    // It lasts as long as the page.
  }
};
