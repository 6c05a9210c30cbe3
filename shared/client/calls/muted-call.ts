import type { CallId } from '#shared/protocol/ids.ts';

const KEY = 'tincan.muted-call';

/**
 * The call of this device in which its person does not want to be heard: a page that is loaded again knows it by this.
 * Storage that is blocked leaves the microphone on.
 */
export const mutedCall = {
  is: (call: CallId): boolean => {
    try {
      return localStorage.getItem(KEY) === call;
    } catch {
      return false;
    }
  },
  write: (call: CallId | undefined): void => {
    try {
      if (call === undefined) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, call);
    } catch {
      // As above.
    }
  },
};
