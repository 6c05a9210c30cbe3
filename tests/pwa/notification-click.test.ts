import { afterEach, expect, test, vi } from 'vitest';
import { ann, uuid } from '#tests/fakes/ids.ts';
import { onNotificationClick } from '../../pwa/notification-click.ts';

const CALL = uuid(0xca11);

afterEach(() => vi.unstubAllGlobals());

/** A worker with windows open at these addresses, the first of them used last. Resolves to what a click on Answer does. */
const answered = async (...addresses: readonly string[]) => {
  const done: unknown[] = [];
  const windows = addresses.map((path) => ({
    url: `https://relay.test${path}`,
    focused: path === addresses[0],
    postMessage: (message: unknown) => done.push(['told', path, message]),
    focus: async () => done.push(['shown', path]),
  }));
  const openWindow = async (address: string) => done.push(['opened', address]);
  vi.stubGlobal('self', { clients: { matchAll: async () => windows, openWindow } });
  const notification = { close: () => done.push(['closed']), data: { kind: 'ring', call: CALL, media: 'audio' } };
  await onNotificationClick({ notification, action: 'answer' } as unknown as NotificationEvent);
  return done;
};

const told = { type: 'answer-call', call: CALL, media: 'audio' };

test('[PU8] Answer is told to the page that is there', async () => {
  const page = `/#/with/${ann}`;
  expect(await answered(page)).toEqual([['closed'], ['told', page, told], ['shown', page]]);
});

test('[PU8] Answer opens a page where the relay alone has one open', async () => {
  expect(await answered('/docs')).toEqual([['closed'], ['opened', `/?answer=${CALL}&media=audio`]]);
  expect(await answered('/docs/', '/')).toEqual([['closed'], ['told', '/', told], ['shown', '/']]);
});
