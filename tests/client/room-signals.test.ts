import { expect, test } from 'vitest';
import type { Line } from '#shared/client/relay/line.ts';
import { createRoomSignals } from '#shared/client/rooms/room-signals.ts';
import type { RoomKeys } from '#shared/client/seal/room-keys.ts';
import { createFakeClock } from '#tests/fakes/fake-clock.ts';
import { quiet } from '#tests/fakes/until.ts';

test('[RM10] a signal that could not be sealed once goes out later, and those behind it after it', async () => {
  const sent: string[] = [];
  let works = false;
  const line = {
    welcome: () => ({}),
    send: ({ sealed }: { readonly sealed: string }) => void sent.push(sealed),
  } as unknown as Line;
  const keys = {
    sealSignal: async (text: string) => {
      if (!works) throw new DOMException('', 'OperationError');
      return text;
    },
  } as unknown as RoomKeys;
  const signals = createRoomSignals({ clock: createFakeClock(), line, code: 'abcdefghij', keys, self: 'ann' });
  const bo = signals.connect('bo', 'there', () => {});
  bo.send('offer', 1);
  await quiet();
  expect(sent).toEqual([]);
  works = true;
  bo.send('candidate', 2);
  await quiet();
  expect(sent).toEqual(['1', '2']);
});
