import { expect, test } from 'vitest';
import { draw } from '#tests/fakes/drawn.tsx';
import { createFakeRooms } from '#tests/fakes/fake-rooms.ts';
import { until } from '#tests/fakes/until.ts';
import { blocking, CY, home } from '#tests/pwa/gallery/people.ts';
import { roomStates } from '#tests/pwa/gallery/room-states.ts';

const troubles = async () => (await import('#shared/ui/rooms/room-troubles.tsx')).RoomTroubles;

const scene = (name: string) => {
  const room = roomStates[name]?.room;
  if (room?.phase !== 'inside') throw new Error(`${name} is no scene inside of a room`);
  return { rooms: createFakeRooms(room), room, blocked: undefined, peopleShown: false };
};

test('whoever one has blocked and is in the room is named, until that is put away or another one comes', async () => {
  const { page, fake, button, words } = await draw(troubles, scene('room-blocked'), { state: blocking });
  const names = (text: string) => words.rooms.blockedHere(text);
  await until(() => page.textContent?.includes(names('dee')) === true);
  button('Dismiss').click();
  await until(() => !page.textContent?.includes(names('dee')));
  // Blocked here and now.
  const cy = { account: CY, login: 'cy.lark', relation: 'blocked' } as const;
  const bo = [...blocking.roster.contacts.values()].find(({ login }) => login === 'bo');
  if (!bo) throw new Error('bo is no contact');
  const contacts = new Map([
    ...blocking.roster.contacts,
    [CY, cy],
    [bo.account, { ...bo, relation: 'blocked' as const }],
  ]);
  fake.become({ ...blocking, roster: { ...blocking.roster, contacts } });
  await until(() => page.textContent?.includes(names('bo, dee')) === true);
});

test('nobody is named whom one has not blocked, and of who knocks it is said, too', async () => {
  const among = await draw(troubles, scene('room-blocked'), { state: home });
  expect(among.page.textContent).not.toContain('blocked');
  const knock = await draw(troubles, scene('room-blocked-knock'), { state: blocking });
  await until(() => knock.page.textContent?.includes(knock.words.rooms.blocked) === true);
});
