import type { CallId } from '#shared/protocol/ids.ts';
import { remembered } from '../remember.ts';

const memory = remembered('muted-call', (kept) => kept);

/**
 * The call of this device in which its person does not want to be heard: a page that is loaded again knows it by this.
 * Where nothing can be remembered, the microphone is on.
 */
export const mutedCall = {
  is: (call: CallId): boolean => memory.read() === call,
  write: (call: CallId | undefined): void => memory.write(call ?? null),
};
