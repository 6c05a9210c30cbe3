const KEY = 'tincan.low-data';

/** Whether calls on this device send as little as they can. Storage that is blocked costs the choice, not the call. */
export const rememberedLowData = {
  read: (): boolean => {
    try {
      return localStorage.getItem(KEY) === 'on';
    } catch {
      return false;
    }
  },
  write: (on: boolean): void => {
    try {
      localStorage.setItem(KEY, on ? 'on' : 'off');
    } catch {
      // It lasts as long as the page.
    }
  },
};
