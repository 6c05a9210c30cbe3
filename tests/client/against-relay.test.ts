import 'fake-indexeddb/auto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Client } from '#shared/client/client.ts';
import { httpApi } from '#shared/client/relay/http-api.ts';
import { type RunningRelay, startRelay } from '#tests/relay/start-relay.ts';
import { atRelay, online, PATIENCE, password } from './at-relay.ts';
import { deliveries, summaryOf, texts } from './house.ts';
import { confirmDevice } from './identity/confirm.ts';

let relay: RunningRelay;
const { newClient, signUp, befriend } = atRelay(() => relay);

beforeAll(async () => {
  relay = await startRelay();
});
afterAll(() => relay.stop());

describe('a client and a real relay', () => {
  const tokenOf = async (device: ReturnType<typeof newClient>) => (await device.history.session())?.token ?? '';

  /** All the tokens that it has had, oldest first. A relay that was restarted knows no resume tickets: it is shown each. */
  const twoDaysOf = async (device: ReturnType<typeof newClient>): Promise<readonly string[]> => {
    const seen = [await tokenOf(device)];
    for (let day = 1; day <= 2; day++) {
      device.passDays(1);
      await relay.kill();
      await relay.start();
      await vi.waitFor(async () => expect(seen).not.toContain(await tokenOf(device)), PATIENCE);
      await online(device);
      seen.push(await tokenOf(device));
    }
    return seen;
  };

  test('[SE9] a device has another token every day, and goes on with it', async () => {
    const ann = await signUp('ann.2');
    const seen = await twoDaysOf(ann);
    // The first one's successor was shown just now, and that one's not yet.
    for (const one of seen) expect(await httpApi().sessions(relay.url, one)).toMatchObject({ ok: true });
    const database = new Database(`${relay.dataDir}/tincan.db`, { readonly: true });
    const others = database.prepare('select ends_at from other_tokens order by ends_at').pluck().all();
    database.close();
    expect(others).toEqual([expect.any(Number)]);
    expect(ann.client.state().session.state).toBe('signed-in');
  });

  test('[SE1] [HE1] [HE4] [MB1] two people meet, write to each other and to a second device', async () => {
    const ann = await signUp('ann');
    const bo = await signUp('bob');
    const talk = await befriend(ann, bo);
    bo.client.setVisible(true);
    await vi.waitFor(() => expect(ann.client.state().presence.get(bo.uid)?.status).toBe('online'), PATIENCE);

    ann.client.chat.open(talk);
    bo.client.chat.open(talk);
    await ann.client.chat.send(talk, 'hello bo');
    await vi.waitFor(() => expect(texts(bo)).toEqual(['hello bo']), PATIENCE);
    await bo.client.chat.send(talk, 'hello ann');
    await vi.waitFor(() => expect(texts(ann)).toEqual(['hello bo', 'hello ann']), PATIENCE);
    const ticked = expect.stringMatching(/^(sent|delivered|read)$/);
    await vi.waitFor(() => expect(deliveries(ann)).toEqual([ticked, 'received']), PATIENCE);

    const second = newClient();
    await second.client.account.signIn({ relay: relay.url, login: 'bob', password });
    await online(second);
    // More than fits one frame.
    const long = ['one', 'two', 'three', 'four'].map((word) => word.padEnd(4_000, '.'));
    for (const text of long) await bo.client.chat.send(talk, text);
    await vi.waitFor(() => expect(texts(ann)).toHaveLength(6), PATIENCE);
    const wait = (condition: () => boolean, what: string) =>
      vi.waitFor(() => expect(condition(), what).toBe(true), PATIENCE);
    await confirmDevice(bo.client, second.client, wait, true);
    second.client.chat.open(talk);
    const before = ['hello bo', 'hello ann', ...long];
    await vi.waitFor(() => expect(texts(second)).toEqual(before), PATIENCE);
    await ann.client.chat.send(talk, 'to both');
    await vi.waitFor(() => expect(texts(second)).toEqual([...before, 'to both']), PATIENCE);
    expect(await second.client.account.sessions()).toMatchObject({ ok: true, value: { length: 2 } });
    await second.client.account.signOut();
    expect(second.client.state().session).toEqual({ state: 'signed-out' });

    await ann.client.chat.send(talk, 'to one');
    await vi.waitFor(() => expect(texts(bo).at(-1)).toBe('to one'), PATIENCE);
    expect(bo.client.state().notices).toEqual([]);
  });

  test('[CA17] both sides of a call know how long it rings where that was chosen', async () => {
    const [ann, bo] = [await signUp('ann.ring'), await signUp('bo.ring')];
    await befriend(ann, bo);
    expect(await bo.client.account.choose({ ring_seconds: 25 })).toEqual({ ok: true, value: undefined });
    expect(await bo.client.account.record()).toMatchObject({
      value: { ring_seconds: 25, default_ring_seconds: 60 },
    });
    ann.client.call.start(bo.uid, 'audio');
    const rung = await vi.waitFor(() => {
      const { call } = bo.client.state();
      if (call.phase !== 'incoming') throw new Error('nobody calls');
      return call;
    }, PATIENCE);
    expect(rung.until - rung.since).toBe(25_000);
  });

  test('[RO8] whoever does not want to be found is not, and sees in their record how it is', async () => {
    const [eve, fay] = [await signUp('eve'), await signUp('fay')];
    const findable = async () => {
      const record = await eve.client.account.record();
      return record.ok && record.value.findable;
    };
    expect(await findable()).toBe(true);
    expect(await eve.client.account.choose({ findable: false })).toEqual({ ok: true, value: undefined });
    expect(await findable()).toBe(false);
    const nobody = { ok: false, reason: 'not_found' };
    expect(await fay.client.people.find('eve')).toEqual(nobody);
    expect(await fay.client.people.contact(eve.uid, 'request')).toEqual(nobody);
    expect(await eve.client.account.choose({ findable: true })).toEqual({ ok: true, value: undefined });
    expect(await fay.client.people.find('eve')).toMatchObject({ ok: true, value: { uid: eve.uid } });
  });

  test('[CA1] [CA10] [SG1] a call is made over sealed signals, and survives the relay being killed', async () => {
    const cy = await signUp('cyd');
    const dee = await signUp('dee');
    const talk = await befriend(cy, dee);
    cy.client.call.start(dee.uid, 'audio');
    await vi.waitFor(() => expect(dee.client.state().call.phase).toBe('incoming'), PATIENCE);
    await vi.waitFor(() => expect(cy.client.state().call).toMatchObject({ stage: 'ringing' }), PATIENCE);
    dee.client.call.answer('audio');
    for (const { client } of [cy, dee]) {
      await vi.waitFor(
        () => expect(client.state().call).toMatchObject({ phase: 'active', path: { state: 'connected' } }),
        PATIENCE,
      );
    }

    await relay.kill();
    await vi.waitFor(() => expect(cy.client.state().link.state).not.toBe('online'), PATIENCE);
    cy.client.chat.open(talk);
    await cy.client.chat.send(talk, 'are you still there?');
    expect(deliveries(cy)).not.toContain('sent');
    await relay.start();
    await online(cy);
    await online(dee);
    dee.client.chat.open(talk);
    await vi.waitFor(() => expect(texts(dee)).toEqual(['are you still there?']), PATIENCE);
    for (const { client } of [cy, dee])
      expect(client.state().call).toMatchObject({ phase: 'active', path: { state: 'connected' } });

    dee.client.call.hangUp();
    await vi.waitFor(
      () => expect(cy.client.state().call).toMatchObject({ phase: 'ended', ending: { reason: 'hang-up', by: 'them' } }),
      PATIENCE,
    );
    for (const side of [cy, dee]) {
      await vi.waitFor(
        () => expect(summaryOf(side, talk)?.last).toMatchObject({ kind: 'call', outcome: 'answered' }),
        PATIENCE,
      );
    }
  });

  test('[MB12] what was written on a device that has been signed out since is read by those who come later', async () => {
    const cy = await signUp('cy.3');
    const dee = await signUp('dee.3');
    const talk = await befriend(cy, dee);
    await cy.client.chat.send(talk, 'are you there?');
    dee.client.chat.open(talk);
    await vi.waitFor(() => expect(texts(dee)).toEqual(['are you there?']), PATIENCE);
    dee.client.close();

    cy.client.chat.open(talk);
    await cy.client.chat.send(talk, 'this is somebody else’s computer: I sign out');
    await vi.waitFor(() => expect(deliveries(cy)).toEqual([expect.anything(), 'sent']), PATIENCE);
    expect(await cy.client.account.signOut()).toMatchObject({ ok: true });

    // As where something that waits to be sent asks first who is there to send it to.
    await dee.history.saveDevices(cy.uid, []);
    const back = newClient(dee.name);
    await online(back);
    back.client.chat.open(talk);
    await vi.waitFor(() => expect(texts(back).at(-1)).toBe('this is somebody else’s computer: I sign out'), PATIENCE);
  });

  test('[DL11] what was written on a device that came and went while somebody was away is read by them', async () => {
    const cy = await signUp('cy.5');
    const dee = await signUp('dee.5');
    const talk = await befriend(cy, dee);
    await cy.client.chat.send(talk, 'are you there?');
    dee.client.chat.open(talk);
    await vi.waitFor(() => expect(texts(dee)).toEqual(['are you there?']), PATIENCE);
    dee.client.close();

    const laptop = newClient();
    await laptop.client.account.signIn({ relay: relay.url, login: cy.login, password });
    await online(laptop);
    const wait = (condition: () => boolean) => vi.waitFor(() => expect(condition()).toBe(true), PATIENCE);
    await confirmDevice(cy.client, laptop.client, wait);
    laptop.client.chat.open(talk);
    await laptop.client.chat.send(talk, 'from a borrowed laptop');
    await vi.waitFor(() => expect(deliveries(laptop)).toEqual(['sent']), PATIENCE);
    const device = (await laptop.history.session())?.device ?? '';
    expect(await cy.client.identity.remove(device)).toMatchObject({ ok: true });

    const back = newClient(dee.name);
    await online(back);
    back.client.chat.open(talk);
    await vi.waitFor(() => expect(texts(back).at(-1)).toBe('from a borrowed laptop'), PATIENCE);
    expect(back.client.state().notices).toEqual([]);
  });

  test('[DL10] a browser whose device was removed is confirmed like a new one when it is signed in again; one that was only signed out is not', async () => {
    const phone = await signUp('cy.4');
    const laptop = newClient();
    const credentials = { relay: relay.url, login: phone.login, password };
    expect(await laptop.client.account.signIn(credentials)).toMatchObject({ ok: true });
    await online(laptop);
    for (const { client } of [phone, laptop]) client.setVisible(true);
    const wait = (condition: () => boolean) => vi.waitFor(() => expect(condition()).toBe(true), PATIENCE);
    await wait(() => phone.client.state().identity.waiting.length === 1);
    await confirmDevice(phone.client, laptop.client, wait);
    const standing = () => laptop.client.state().identity.device;
    const deviceOf = ({ client }: { readonly client: Client }): string => {
      const { session } = client.state();
      return session.state === 'signed-in' ? session.device : '';
    };
    const comeBack = async () => {
      await wait(() => laptop.client.state().session.state === 'signed-out');
      expect(await laptop.client.account.signIn(credentials)).toMatchObject({ ok: true });
      await wait(() => standing() !== 'unknown');
    };

    await httpApi().revoke(relay.url, (await phone.history.session())?.token ?? '', deviceOf(laptop));
    await comeBack();
    await wait(() => standing() === 'confirmed');

    expect(await phone.client.identity.remove(deviceOf(laptop))).toMatchObject({ ok: true });
    await comeBack();
    await wait(() => phone.client.state().identity.waiting.includes(deviceOf(laptop)));
    expect(standing()).toBe('unconfirmed');
    await confirmDevice(phone.client, laptop.client, wait);
    await wait(() => standing() === 'confirmed');
  });

  test('[SE2] refusals are reasons', async () => {
    const { client } = newClient();
    expect(await client.account.signIn({ relay: relay.url, login: 'nobody', password })).toEqual({
      ok: false,
      reason: 'bad_credentials',
    });
    expect(await client.account.create({ relay: relay.url, login: 'weak', password: 'password1234' })).toEqual({
      ok: false,
      reason: 'weak_password',
    });
    expect(await client.account.probe(relay.url)).toMatchObject({ ok: true, value: { registration: 'open' } });
    expect(await client.account.probe('http://127.0.0.1:1')).toEqual({ ok: false, reason: 'offline' });
    expect(await client.account.probe('not an address')).toEqual({ ok: false, reason: 'not_a_relay' });
  });

  test('[SE9] a relay that was restored from a backup knows a device by an earlier token', async () => {
    const cy = await signUp('cy.2');
    const backup = mkdtempSync(join(tmpdir(), 'tincan-backup-'));
    onTestFinished(() => rmSync(backup, { recursive: true }));
    await relay.end();
    cpSync(relay.dataDir, backup, { recursive: true });
    await relay.start();
    const seen = await twoDaysOf(cy);

    await relay.end();
    rmSync(relay.dataDir, { recursive: true });
    cpSync(backup, relay.dataDir, { recursive: true });
    await relay.start();
    await vi.waitFor(async () => expect(seen).not.toContain(await tokenOf(cy)), PATIENCE);
    await online(cy);
    expect(cy.client.state().session.state).toBe('signed-in');
  });
});
