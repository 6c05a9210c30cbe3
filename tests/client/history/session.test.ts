import { expect, test } from 'vitest';
import type { DeviceSecrets, NewMessage, OneTimeKey } from '#shared/client/ports.ts';
import { FIRST_ONE_TIME_ID } from '#shared/protocol/account.ts';
import { annsSecrets, newName, openHistory, signedIn, twoContexts } from './open.ts';
import { ann, annsSession, bo, called, cy, newest, received, withBo, withCy, written } from './people.ts';

test('a fresh device remembers nothing', async () => {
  const history = openHistory(newName());
  expect(await history.session()).toBeUndefined();
  expect(await history.secrets()).toBeUndefined();
  expect(await history.cursor()).toBe(0);
  expect(await history.summaries()).toEqual([]);
  expect(await history.items(withBo, newest(50))).toEqual({ items: [], older: false, newer: false });
  expect(await history.roster()).toEqual([]);
  expect(await history.outbox()).toEqual([]);
  expect(await history.draft(withBo)).toBe('');
  expect(await history.devices(bo)).toEqual([]);
});

test('the session and its keys are there in another context, and the private keys can be used but not exported', async () => {
  const [, other] = await twoContexts();
  expect(await other.session()).toEqual(annsSession);
  const { signing, prekeys } = (await other.secrets()) ?? annsSecrets;
  expect(signing.privateKey.extractable).toBe(false);
  expect(prekeys.map(({ id, pair }) => [id, pair.privateKey.extractable])).toEqual([[1, false]]);
  const text = new Uint8Array([1, 2, 3]);
  const signature = await crypto.subtle.sign('Ed25519', signing.privateKey, text);
  expect(await crypto.subtle.verify('Ed25519', annsSecrets.signing.publicKey, signature, text)).toBe(true);
});

test('a new prekey touches nothing else', async () => {
  const history = await signedIn();
  await history.store([received(1)], 7, ann);
  await history.saveSession(annsSession, { ...annsSecrets, prekeys: [...annsSecrets.prekeys, ...annsSecrets.prekeys] });
  expect((await history.secrets())?.prekeys).toHaveLength(2);
  expect(await history.cursor()).toBe(7);
  expect(await history.summaries()).toHaveLength(1);
});

const oneTime = (id: number, prekey: number): OneTimeKey => ({
  id: FIRST_ONE_TIME_ID + id,
  pair: annsSecrets.signing,
  prekey,
});
const aged = (...ids: readonly number[]): DeviceSecrets => ({
  ...annsSecrets,
  prekeys: ids.map((id) => ({ id, pair: annsSecrets.signing })),
});

test('[PK5] a one-time key goes with what it has opened, or with the prekey it came with', async () => {
  const history = await signedIn();
  await history.saveKeys(annsSession.device, aged(1, 2), [oneTime(1, 1), oneTime(2, 2)]);
  await history.saveKeys(annsSession.device, aged(1, 2, 3), [oneTime(3, 3), oneTime(4, 3)]);
  expect(await history.oneTimeKeys()).toBe(4);
  expect((await history.oneTimeKey(oneTime(4, 3).id))?.pair.privateKey.extractable).toBe(false);
  await history.store([received(1)], 1, ann, { device: annsSession.device, spent: [oneTime(4, 3).id] });
  expect(await history.oneTimeKey(oneTime(4, 3).id)).toBeUndefined();
  await history.saveKeys(annsSession.device, aged(2, 3), []);
  expect(await history.oneTimeKey(oneTime(1, 1).id)).toBeUndefined();
  expect(await history.oneTimeKeys()).toBe(2);
});

test('[PK5] a one-time key stays where what it has opened could not be stored', async () => {
  const history = await signedIn();
  await history.saveKeys(annsSession.device, aged(1), [oneTime(1, 1)]);
  const unclonable = { ...received(1), text: () => undefined } as unknown as NewMessage;
  const mailbox = { device: annsSession.device, spent: [oneTime(1, 1).id] };
  await expect(history.store([unclonable], 1, ann, mailbox)).rejects.toThrow();
  expect(await history.cursor()).toBe(0);
  expect(await history.oneTimeKeys()).toBe(1);
});

test('[SE6] keys are not kept for a device that is no longer signed in', async () => {
  const history = await signedIn();
  await history.saveKeys(annsSession.device, aged(1), [oneTime(1, 1)]);
  await history.saveSession({ ...annsSession, device: '00000000-0000-4000-8000-0000000000d2' }, annsSecrets);
  expect(await history.oneTimeKeys()).toBe(0);
  await history.saveKeys(annsSession.device, aged(1, 2), [oneTime(2, 2)]);
  expect((await history.secrets())?.prekeys).toHaveLength(1);
  expect(await history.oneTimeKeys()).toBe(0);
});

test('signing in again as the same person keeps the history, and starts the mailbox and the sealing of the new device anew', async () => {
  const history = await signedIn();
  await history.store([received(1)], 7, ann);
  const { message, entry } = written(2);
  await history.enqueue(message, { ...entry, sealed: { body: 'AAAA', sealed: [] } });
  await history.saveSession({ ...annsSession, device: '00000000-0000-4000-8000-0000000000d2' }, annsSecrets);
  expect(await history.cursor()).toBe(0);
  expect((await history.items(withBo, newest(50))).items).toHaveLength(2);
  expect(await history.outbox()).toEqual([entry]);
});

test('nothing of one person is left for the next', async () => {
  const history = await signedIn();
  await history.store([received(1)], 7, ann);
  await history.saveDraft(withBo, 'half a thought');
  await history.saveSession({ ...annsSession, account: { uid: cy, login: 'cy', role: 'person' } }, annsSecrets);
  expect((await history.session())?.account.uid).toBe(cy);
  expect(await history.summaries()).toEqual([]);
  expect(await history.cursor()).toBe(0);
  expect(await history.draft(withBo)).toBe('');
});

test('erasing leaves nothing, although another context has it all open', async () => {
  const [history, other] = await twoContexts();
  await other.store([received(1), called(2, cy)], 2, ann);
  const { message, entry } = written(3);
  await other.enqueue(message, entry);
  await other.saveDraft(withCy, 'half a thought');
  await other.saveContact({ account: bo, login: 'bo', relation: 'contact' });
  await other.saveDevices(bo, []);

  await history.erase();

  for (const context of [history, other]) {
    expect(await context.session()).toBeUndefined();
    expect(await context.secrets()).toBeUndefined();
    expect(await context.cursor()).toBe(0);
    expect(await context.summaries()).toEqual([]);
    expect((await context.items(withBo, newest(50))).items).toEqual([]);
    expect(await context.outbox()).toEqual([]);
    expect(await context.draft(withCy)).toBe('');
    expect(await context.roster()).toEqual([]);
  }
});

test('what the mailbox of the former device brings moves nothing in that of the new one', async () => {
  const [history, other] = await twoContexts();
  const mailbox = { device: annsSession.device, spent: [] };
  await history.erase();
  await history.saveSession({ ...annsSession, device: '00000000-0000-4000-8000-0000000000d2' }, annsSecrets);
  expect(await other.store([received(1)], 500, ann, mailbox)).toEqual([]);
  expect(await history.cursor()).toBe(0);
  expect(await history.summaries()).toEqual([]);
});

test('what the mailbox brings to a context that has not heard of the sign-out is not kept', async () => {
  const [history, other] = await twoContexts();
  await history.erase();
  expect(await other.store([received(1)], 1, ann)).toEqual([]);
  expect(await history.summaries()).toEqual([]);
  expect(await history.cursor()).toBe(0);
});
