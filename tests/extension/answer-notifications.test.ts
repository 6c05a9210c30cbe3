import { expect, test, vi } from 'vitest';
import { answerNotifications } from '../../extension/worker/answer-notifications.ts';
import { ann, call, incoming, signedOut, stateOnly } from './fake-client.ts';

type Click = (id: string, button: number) => void;
const buttons = vi.hoisted((): Click[] => []);

vi.mock('wxt/browser', () => ({
  browser: {
    notifications: {
      onClicked: { addListener: () => undefined },
      onButtonClicked: { addListener: (click: Click) => buttons.push(click) },
      clear: async () => true,
    },
  },
}));

const DECLINE = 1;

test('[CA4] Decline declines just the call of its notification, as soon as it is known who is here', async () => {
  const { client, become } = stateOnly({ ...signedOut, session: { state: 'loading' } });
  const acts = { decline: vi.fn(), declineWaiting: vi.fn() };
  answerNotifications({ ...client, call: { ...client.call, ...acts } });
  for (const click of buttons) click(call, DECLINE);
  await Promise.resolve();
  expect(acts.declineWaiting).not.toHaveBeenCalled();
  const other = { ...incoming, call: '33333333-3333-4333-8333-333333333333' };
  become({ call: other });
  const account = { uid: ann, login: 'ann', role: 'person' } as const;
  become({ session: { state: 'signed-in', relay: 'https://tincan.example', account, device: call } });
  await vi.waitFor(() => expect(acts.declineWaiting).toHaveBeenCalledExactlyOnceWith(call));
  expect(acts.decline).not.toHaveBeenCalled();
});
