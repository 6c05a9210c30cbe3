import { createSignal } from 'solid-js';
import { remembered } from '#shared/client/remember.ts';

const memory = remembered('checked', (kept) => kept === true);

const [checked, setChecked] = createSignal(memory.read());

/** The check before the first call has been made on this device, or is not wanted, or there was a call without it. */
export const isChecked = checked;

export const leaveChecked = (): void => {
  setChecked(true);
  memory.write(true);
};
