import { expect, test } from 'vitest';
import { directConversation } from '#shared/protocol/conversation.ts';
import { claimToken, missingIn, problemsOf, relayOrigin } from '#shared/ui/account/credentials.ts';
import { addressOf, type Place, placeAt } from '#shared/ui/frame/place.ts';
import { initials } from '#shared/ui/kit/avatar.tsx';
import { sortedPeople } from '#shared/ui/roster/sorted-people.ts';
import { en as first } from '#shared/ui/strings/en.ts';
import { moreEn } from '#shared/ui/strings/en-more.ts';

const en = { ...first, ...moreEn };

const uid = (digit: number) => `${String(digit).repeat(8)}-0000-4000-8000-000000000000`;
const [ann, bo, cy, dee] = [uid(1), uid(2), uid(3), uid(4)];

const contacts = new Map(
  [
    { account: dee, login: 'dee', relation: 'contact' as const },
    { account: bo, login: 'bo', relation: 'contact' as const },
    { account: cy, login: 'cy', relation: 'incoming' as const },
  ].map((contact) => [contact.account, contact]),
);
const roster = { loaded: true, contacts };

const spokenWith = (person: string, at: number) => {
  const conversation = directConversation(ann, person);
  const last = {
    kind: 'call' as const,
    id: uid(9),
    conversation,
    position: 1,
    direction: 'incoming' as const,
    outcome: 'missed' as const,
    media: 'audio' as const,
    at,
    seconds: 0,
  };
  return [conversation, { conversation, person, unread: 0, last }] as const;
};

test('people stand by name, those last spoken with first; requests stand elsewhere', () => {
  expect(sortedPeople(roster, new Map(), ann, '')).toEqual([bo, dee]);
  expect(sortedPeople(roster, new Map([spokenWith(dee, 5)]), ann, '')).toEqual([dee, bo]);
});

test('the search finds by a part of the login or the whole UID', () => {
  expect(sortedPeople(roster, new Map(), ann, ' DE ')).toEqual([dee]);
  expect(sortedPeople(roster, new Map(), ann, bo)).toEqual([bo]);
  expect(sortedPeople(roster, new Map(), ann, 'nobody')).toEqual([]);
});

test('initials', () => {
  expect(['ann', 'ann.lee', '_x-y_z', '...'].map(initials)).toEqual(['A', 'AL', 'XY', '?']);
});

test('every place has an address that leads back to it', () => {
  const places: readonly Place[] = [
    { at: 'people' },
    { at: 'add-contact' },
    { at: 'settings' },
    { at: 'conversation', person: bo },
    { at: 'room', code: 'aB3dE6gH9k', secret: 'AAAAAAAAAAAAAAAAAAAA-Q' },
  ];
  for (const place of places) expect(placeAt(addressOf(place))).toEqual(place);
  expect(placeAt('#/with/not-a-uid')).toEqual({ at: 'people' });
  expect(placeAt('#/room/aB3dE6gH9k')).toEqual({ at: 'people' });
  expect(placeAt('')).toEqual({ at: 'people' });
});

test('the address of a relay may be typed without its scheme', () => {
  expect(relayOrigin(' tincan.example/ ')).toBe('https://tincan.example');
  expect(relayOrigin('localhost:9000')).toBe('http://localhost:9000');
  expect(relayOrigin('192.168.1.7:9000')).toBe('http://192.168.1.7:9000');
  expect(relayOrigin('http://tincan.example/x?y')).toBe('http://tincan.example');
  expect(relayOrigin('')).toBeUndefined();
  expect(relayOrigin('not an address')).toBeUndefined();
});

test('the one-time link of a fresh relay', () => {
  expect(claimToken('#claim=abc_DEF-1')).toBe('abc_DEF-1');
  expect(claimToken('#/settings')).toBeUndefined();
});

test('what is wrong with a new account is said field by field', () => {
  expect(problemsOf({ login: 'ann', password: 'correct horse battery', email: '' }, en)).toEqual({});
  expect(Object.keys(problemsOf({ login: 'A!', password: 'short', email: 'x' }, en))).toEqual([
    'login',
    'password',
    'email',
  ]);
  expect(Object.keys(missingIn({ login: '', password: '', email: '' }, en))).toEqual(['login', 'password']);
});
