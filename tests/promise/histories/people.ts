import { expect, vi } from 'vitest';
import type { Client } from '#shared/client/client.ts';
import type { AccountId, ConversationId } from '#shared/protocol/ids.ts';
import { confirmDevice } from '#tests/client/identity/confirm.ts';
import { newLogin } from '#tests/relay/test-client.ts';
import { befriend, PASSWORD } from '../network/someone.ts';
import type { Device } from './device.ts';

const PATIENCE = { timeout: 30_000, interval: 5 };

const wait = (condition: () => boolean, what: string): Promise<unknown> =>
  vi.waitFor(() => expect(condition(), what).toBe(true), PATIENCE);

const uidOf = (client: Client): AccountId => {
  const { session } = client.state();
  if (session.state !== 'signed-in') throw new Error('Not signed in');
  return session.account.uid;
};

/** A person on these devices, each of which speaks for them. */
const person = async (
  name: string,
  [first, ...others]: readonly Device[],
): Promise<{ client: Client; uid: AccountId }> => {
  if (!first) throw new Error('A person has a device');
  const login = newLogin(name);
  const client = first.client();
  expect(await client.account.create({ relay: first.url, login, password: PASSWORD })).toMatchObject({ ok: true });
  await wait(() => client.state().identity.device === 'confirmed', 'the first device');
  for (const other of others) {
    const fresh = other.client();
    expect(await fresh.account.signIn({ relay: other.url, login, password: PASSWORD })).toMatchObject({ ok: true });
    await wait(() => fresh.state().link.state === 'online', 'the second device');
    await confirmDevice(client, fresh, wait);
  }
  return { client, uid: uidOf(client) };
};

/** Two people who have accepted each other, on all of their devices, which show their conversation. */
export const introduce = async (anns: readonly Device[], bos: readonly Device[]): Promise<ConversationId> => {
  const [ann, bo] = await Promise.all([person('ann', anns), person('bo', bos)]);
  const talk = await befriend(ann, bo);
  const show = async (device: Device, self: AccountId, other: AccountId): Promise<void> => {
    const client = device.client();
    await wait(() => client.state().roster.contacts.get(other)?.relation === 'contact', 'the contact');
    device.show(self, talk);
  };
  await Promise.all(anns.map((device) => show(device, ann.uid, bo.uid)));
  await Promise.all(bos.map((device) => show(device, bo.uid, ann.uid)));
  return talk;
};
