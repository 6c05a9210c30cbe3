import { afterEach, expect, test, vi } from 'vitest';
import { becomeCallWindow } from '../../extension/platform/become-call-window.ts';

const sendMessage = vi.hoisted(() => vi.fn());
vi.mock('wxt/browser', () => ({ browser: { runtime: { sendMessage } } }));

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.resetAllMocks();
});

type Work = (lock: object | null) => Promise<unknown>;

/** Another window has the lock, until it is gone. */
const besideAnother = () => {
  let held = true;
  const request = (_name: string, _: object, work: Work): Promise<unknown> => work(held ? null : {});
  vi.stubGlobal('navigator', { locks: { request } });
  vi.stubGlobal('location', { hash: '#call=11111111-1111-4111-8111-111111111111&media=audio' });
  return {
    goes: (): void => {
      held = false;
    },
  };
};

test('where there is a call window a second one gives it its errand and goes', async () => {
  besideAnother();
  sendMessage.mockResolvedValue(true);
  expect(await becomeCallWindow()).toBe(false);
  expect(sendMessage).toHaveBeenCalledOnce();
});

test('one that opens while the former closes takes its place, and does what it was opened for', async () => {
  vi.useFakeTimers();
  const { goes } = besideAnother();
  sendMessage.mockRejectedValue(new Error('Could not establish connection. Receiving end does not exist.'));
  const became = becomeCallWindow();
  await vi.advanceTimersByTimeAsync(1_000);
  goes();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await became).toBe(true);
});
