import { expect, test } from 'vitest';
import type { DeviceKeys } from '#shared/protocol/account.ts';
import type { Contact, Relation } from '#shared/protocol/frames.ts';
import { newName, openHistory, twoContexts } from './open.ts';
import { annsSession, bo, cy, withBo, withCy, written } from './people.ts';

const contact = (account: string, relation: Relation): Contact => ({ account, login: `login-${account}`, relation });

test('the roster replaces the one before', async () => {
  const [history, other] = await twoContexts();
  await history.saveRoster([contact(bo, 'contact'), contact(cy, 'incoming')]);
  expect(await other.roster()).toEqual([contact(bo, 'contact'), contact(cy, 'incoming')]);
  await history.saveRoster([contact(cy, 'contact')]);
  expect(await other.roster()).toEqual([contact(cy, 'contact')]);
  expect(await other.former()).toEqual([contact(bo, 'none')]);
});

test('one contact changes alone, and `none` takes it off', async () => {
  const [history, other] = await twoContexts();
  await history.saveRoster([contact(bo, 'outgoing'), contact(cy, 'contact')]);
  await history.saveContact(contact(bo, 'contact'));
  expect(await other.roster()).toEqual([contact(bo, 'contact'), contact(cy, 'contact')]);
  await history.saveContact(contact(cy, 'none'));
  expect(await other.roster()).toEqual([contact(bo, 'contact')]);
  expect(await other.former()).toEqual([contact(cy, 'none')]);
});

test('the overview says what session, roster and summaries say', async () => {
  const [history, other] = await twoContexts();
  await history.saveRoster([contact(bo, 'contact'), contact(cy, 'contact')]);
  await history.saveContact(contact(cy, 'none'));
  const { message, entry } = written(1);
  await history.enqueue(message, entry);
  const { session, contacts, summaries } = await other.overview();
  expect(session).toEqual(annsSession);
  expect(contacts).toEqual([contact(bo, 'contact'), contact(cy, 'none')]);
  expect(summaries).toEqual(await history.summaries());
  expect(summaries).toHaveLength(1);
  expect(await openHistory(newName()).overview()).toEqual({ session: undefined, contacts: [], summaries: [] });
});

test('each conversation has its draft, and an empty one is none', async () => {
  const [history, other] = await twoContexts();
  await history.saveDraft(withBo, 'half a thought');
  expect(await other.draft(withBo)).toBe('half a thought');
  expect(await other.draft(withCy)).toBe('');
  await other.saveDraft(withBo, '');
  expect(await history.draft(withBo)).toBe('');
});

test('the devices of a person replace the ones before', async () => {
  const [history, other] = await twoContexts();
  const keys = (device: string): DeviceKeys => ({
    account: bo,
    device,
    signing_key: 'AA==',
    prekey: { id: 1, key: 'AA==', signature: 'AA==' },
  });
  await history.saveDevices(bo, [keys('one'), keys('two')]);
  await history.saveDevices(bo, [keys('two')]);
  expect(await other.devices(bo)).toEqual([keys('two')]);
  expect(await other.devices(cy)).toEqual([]);
});
