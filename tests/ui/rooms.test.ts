import { expect, test } from 'vitest';
import type { AppState } from '#shared/core/app.ts';
import type { Message } from '#shared/core/chat/timeline.ts';
import type { Room, RoomEnding } from '#shared/core/rooms/room.ts';
import { addressOf } from '#shared/ui/frame/place.ts';
import type { Ui } from '#shared/ui/frame/ui.ts';
import { enter, isInCall } from '#shared/ui/rooms/enter.ts';
import { isOwnRoom, linkTo, roomPlace } from '#shared/ui/rooms/room-place.ts';
import {
  mayJoinAgain,
  roomActWords,
  roomLabel,
  roomName,
  roomReasonWords,
  roomWords,
  viewWords,
} from '#shared/ui/rooms/room-words.ts';
import { messageWords } from '#shared/ui/roster/preview-words.ts';
import { en as firstEn } from '#shared/ui/strings/en.ts';
import { moreEn } from '#shared/ui/strings/en-more.ts';
import { ru as firstRu } from '#shared/ui/strings/ru.ts';
import { moreRu } from '#shared/ui/strings/ru-more.ts';

const en = { ...firstEn, ...moreEn };
const ru = { ...firstRu, ...moreRu };

const PLACE = '#/room/aB3dE6gH9k.AAAAAAAAAAAAAAAAAAAA-Q';
const LINK = `https://tincan.example/${PLACE}`;
const about = { code: 'aB3dE6gH9k', link: LINK, name: 'The walk' };
const none: Room = { phase: 'none' };
const over = (ending: RoomEnding): Room => ({ ...about, phase: 'over', ending });
const signedIn = { session: { state: 'signed-in', relay: 'https://tincan.example' } } as unknown as AppState;

test('a room of the own relay has a place, whose address leads to the same link', () => {
  const place = roomPlace(LINK);
  expect(place && addressOf(place)).toBe(PLACE);
  expect(place && linkTo(place, signedIn)).toBe(LINK);
  expect(isOwnRoom(LINK, signedIn)).toBe(true);
});

test('a room of another relay, what is no whole link, and any link of who is signed out are no own rooms', () => {
  expect(isOwnRoom(LINK.replace('tincan.', 'other.'), signedIn)).toBe(false);
  expect(isOwnRoom(LINK.slice(0, -1), signedIn)).toBe(false);
  expect(isOwnRoom(LINK, { session: { state: 'signed-out' } } as AppState)).toBe(false);
});

test('why a room is over, in words that fit rooms', () => {
  const said = (ending: RoomEnding) => roomWords(over(ending), en);
  expect(said({ kind: 'left' })).toBe('Ended: you left');
  expect(said({ kind: 'call' })).toBe('Ended: you answered a call');
  expect(said({ kind: 'lost', loss: 'ended' })).toBe('Ended: the room is closed for everyone');
  expect(said({ kind: 'failed', reason: 'not_found' })).toBe('This room has ended.');
  expect(roomReasonWords('forbidden', en)).toBe('You have been removed from this room.');
  expect(roomReasonWords('offline', en)).toBe(en.reasons.offline);
});

test('every ending of a room is said in words of either language, and each in its own', () => {
  const endings: readonly RoomEnding[] = [
    { kind: 'left' },
    { kind: 'call' },
    ...(['removed', 'refused', 'ended', 'moved'] as const).map((loss) => ({ kind: 'lost', loss }) as const),
    ...(['not_found', 'bad_request', 'forbidden', 'room_full', 'offline', 'rate_limited'] as const).map(
      (reason) => ({ kind: 'failed', reason }) as const,
    ),
  ];
  for (const words of [en, ru]) {
    const said = endings.map((ending) => roomWords(over(ending), words));
    expect(said.every((text) => text.length > 10)).toBe(true);
    expect(new Set(said).size).toBe(endings.length);
  }
});

test('[RM5] who knocks where the relay cannot be reached is told so, and that they knock again', () => {
  const knocking: Room = { ...about, phase: 'knocking' };
  const lost: Room = { ...knocking, cutOff: true };
  for (const words of [en, ru]) {
    expect(roomWords(knocking, words)).toBe(words.rooms.knocking);
    expect(roomWords(lost, words)).toBe(words.rooms.knockLost);
  }
  expect(en.rooms.knockLostHint).toContain('knock again');
});

test('why the host’s word was not taken is told of the person and the host, not of who enters', () => {
  const said = (words: typeof en) =>
    (['not_found', 'forbidden', 'room_full', 'offline'] as const).map((reason) => roomActWords(reason, words));
  expect(said(en)).toEqual([
    'That person is not there any more.',
    'Only the host can do that.',
    'The room is full.',
    en.reasons.offline,
  ]);
  expect(said(ru)).toEqual([
    'Этого человека здесь уже нет.',
    'Это может только ведущий.',
    'Комната заполнена.',
    ru.reasons.offline,
  ]);
});

test('a room whose name could not be read has a general one', () => {
  expect([roomName('', en), roomName(undefined, ru), roomName('The walk', en)]).toEqual([
    'Room',
    'Комната',
    'The walk',
  ]);
  expect([roomLabel('', en), roomLabel('The walk', en)]).toEqual(['Room', 'In the room The walk']);
});

test('another try is offered where it can end otherwise', () => {
  const again = (ending: RoomEnding) => mayJoinAgain(ending);
  expect(
    [{ kind: 'left' }, { kind: 'call' }, { kind: 'lost', loss: 'moved' }].map((one) => again(one as RoomEnding)),
  ).toEqual([true, true, true]);
  expect(again({ kind: 'failed', reason: 'room_full' })).toBe(true);
  expect(again({ kind: 'lost', loss: 'removed' })).toBe(false);
  expect(again({ kind: 'lost', loss: 'ended' })).toBe(false);
  expect(again({ kind: 'failed', reason: 'not_found' })).toBe(false);
});

test('how many are inside, and what stands before coming in', () => {
  const view = { name: 'The walk', inside: 2, most: 6, waitingRoom: false };
  expect(viewWords(view, en)).toBe('2 of 6 inside');
  expect(viewWords({ ...view, inside: 0, waitingRoom: true }, en)).toBe('Nobody inside yet. The host lets you in.');
  expect(viewWords({ ...view, inside: 6 }, en)).toBe('6 of 6 inside. The room is full.');
  expect([1, 2, 5].map((count) => ru.rooms.peopleInside(count))).toEqual([
    'Внутри 1 человек',
    'Внутри 2 человека',
    'Внутри 5 человек',
  ]);
});

/** What is done when a room is entered from such a place. */
const entering = (kind: Ui['host']['kind'], room: Room): readonly string[] => {
  const done: string[] = [];
  const ui = {
    host: { kind, joinRoom: (link: string) => done.push(`join ${link}`) },
    navigation: { go: (place: Parameters<typeof addressOf>[0]) => done.push(addressOf(place)) },
  } as unknown as Ui;
  enter(ui, room, LINK);
  return done;
};

test('a page shows the room that it enters; other places hand it over', () => {
  expect(entering('page', none)).toEqual([`join ${LINK}`, PLACE]);
  expect(entering('popup', none)).toEqual([`join ${LINK}`]);
});

test('a room that one is in is shown again and not entered twice', () => {
  expect(entering('page', { ...about, phase: 'knocking' })).toEqual([PLACE]);
  expect(entering('page', over({ kind: 'left' }))).toEqual([`join ${LINK}`, PLACE]);
});

test('a call of this device stands in the way of a room, one that only rings or has ended does not', () => {
  const during = (phase: string) => isInCall({ call: { phase } } as unknown as AppState);
  expect(['outgoing', 'active', 'other-context'].map(during)).toEqual([true, true, true]);
  expect(['none', 'incoming', 'ended', 'other-device'].map(during)).toEqual([false, false, false, false]);
});

test('on one line, a room is two words and not its address', () => {
  const line = (text: string) => messageWords({ text } as Message, en);
  expect(line(LINK)).toBe('Room link');
  expect(line(`Come at ten:\n${LINK} and bring the rope`)).toBe('Come at ten: Room link and bring the rope');
  expect(line('https://tincan.example/#/settings')).toBe('https://tincan.example/#/settings');
});
