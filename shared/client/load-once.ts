/**
 * What is loaded when it is first asked for, and only then: whoever asks meanwhile waits for the same, and goes on in
 * the order of asking. Of several imports of one module Chromium ends any first. A failure is tried again by the next.
 */
export const loadOnce = <T>(load: () => Promise<T>): (() => Promise<T>) => {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
};
