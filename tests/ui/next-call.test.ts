import { createSignal } from 'solid-js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { draw } from '#tests/fakes/drawn.tsx';
import { createFakeRooms } from '#tests/fakes/fake-rooms.ts';
import { quiet, until } from '#tests/fakes/until.ts';
import { active, calls, during, ended } from '#tests/pwa/gallery/people.ts';
import { ROOM_LINK, roomStates } from '#tests/pwa/gallery/room-states.ts';

const callScreen = async () => (await import('#shared/ui/call/call-screen.tsx')).CallScreen;
const roomScreen = async () => (await import('#shared/ui/rooms/room-screen.tsx')).RoomScreen;

/** A stream that the browser plays nothing of without a click. */
const held = { getAudioTracks: () => [], addEventListener: () => {}, removeEventListener: () => {} };
const refuse = () => Promise.reject(new DOMException('', 'NotAllowedError'));

beforeEach(() => {
  vi.stubGlobal('MediaStream', class {});
  Object.assign(HTMLElement.prototype, { play: refuse });
});
afterEach(() => void vi.unstubAllGlobals());

const next = { ...active, call: '22222222-0000-4000-8000-00000000000c' };

test('a dialog about what is shared does not come back in the next call', async () => {
  const { fake, page, button, words } = await draw(callScreen, { onClose: () => {} }, { state: calls.sharing });
  button(words.stage.sharing).click();
  await until(() => page.querySelector('[role="dialog"]') !== null);
  fake.become(during(ended));
  await until(() => page.querySelector('[role="dialog"]') === null);
  fake.become(during(next));
  await quiet();
  expect(page.querySelector('[role="dialog"]')).toBe(null);
});

test('that the browser held back the sound of one call is not said of the next', async () => {
  const { fake, page, words } = await draw(
    callScreen,
    { onClose: () => {} },
    { state: calls.active, world: { streams: new Map([['far', held as unknown as MediaStream]]) } },
  );
  await until(() => page.textContent.includes(words.call.soundBlocked));
  fake.become(during(ended));
  await quiet();
  fake.become(during({ ...next, remoteStream: 'other' }));
  await until(() => page.textContent.includes(words.call.connected));
  expect(page.textContent).not.toContain(words.call.soundBlocked);
});

test('what was typed in one room is not offered to the people of another', async () => {
  const inside = roomStates['room-3']?.room;
  if (inside?.phase !== 'inside') throw new Error('not inside');
  const [room, enter] = createSignal<typeof inside>(inside);
  const rooms = createFakeRooms(inside);
  const props = {
    rooms,
    get room() {
      return room();
    },
    shown: true,
    onClose: () => {},
  };
  const { button, type, find, words } = await draw(roomScreen, props);
  button(words.call.chat).click();
  await until(() => document.querySelector('textarea') !== null);
  type('for these ears alone', 'textarea');
  enter({ ...inside, code: 'zY3dE6gH9k', link: ROOM_LINK.replace('aB3dE6gH9k', 'zY3dE6gH9k') });
  await quiet();
  expect(find<HTMLTextAreaElement>('textarea').value).toBe('');
});
