import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AppState } from '#shared/core/app.ts';
import { directConversation } from '#shared/protocol/conversation.ts';
import { uuid } from '#tests/fakes/ids.ts';
import { shownIds, withdraw } from '../../extension/platform/notifications.ts';
import { withdrawStaleRings } from '../../extension/worker/stale-rings.ts';
import { ann, incoming, stateOnly } from './fake-client.ts';

vi.mock('../../extension/platform/notifications.ts', () => ({ shownIds: vi.fn(), withdraw: vi.fn() }));

const online: AppState['link'] = { state: 'online', endpoint: 'e-1', skew: 0, pulse: 'heard' };
const over = uuid(1);

beforeEach(() => {
  vi.useFakeTimers();
  vi.mocked(shownIds).mockResolvedValue([over, incoming.call, directConversation(ann, uuid(2)), 'share-tab']);
});
afterEach(() => {
  vi.useRealTimers();
  vi.clearAllMocks();
});

test('[PU10] a worker that was started again takes away what rings no more, and nothing else', async () => {
  const { client, become } = stateOnly();
  const work = withdrawStaleRings(client);
  become({ link: online, call: incoming });
  await vi.advanceTimersByTimeAsync(5_000);
  await work;
  expect(vi.mocked(withdraw).mock.calls).toEqual([[over]]);
});

test('[PU10] a ring is left as long as nobody can say whether it is over', async () => {
  const { client } = stateOnly();
  void withdrawStaleRings(client);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(withdraw).not.toHaveBeenCalled();
});
