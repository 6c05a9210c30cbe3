import { describe, expect, test } from 'vitest';
// Loaded on demand: a test does not wait for that.
import '#shared/client/history/archive.ts';
import { decodeLink, encodeLink, type LinkMessage } from '#shared/client/identity/link-message.ts';
import { type History, type Ports, StoreError } from '#shared/client/ports.ts';
import { createLyingRelay } from '#tests/fakes/lying-relay.ts';
import { passing, quiet, until } from '#tests/fakes/until.ts';
import { createHouse, deliveries, texts } from '../house.ts';
import { confirmDevice, digitsOn } from './confirm.ts';

const wait = (condition: () => boolean, what: string): Promise<void> => until(condition, what);

const phaseOf = ({ client }: { readonly client: { state(): ReturnType<Parameters<typeof digitsOn>[0]['state']> } }) =>
  client.state().identity.linking?.phase;

/** What waits until it is opened. */
const createGate = () => {
  const waiting: (() => void)[] = [];
  let closed = false;
  return {
    close: () => {
      closed = true;
    },
    open: () => {
      closed = false;
      for (const go of waiting.splice(0)) go();
    },
    held: () => waiting.length,
    pass: (go: () => void): void => {
      if (closed) waiting.push(go);
      else go();
    },
  };
};
type Gate = ReturnType<typeof createGate>;

/** A disk that keeps what the mailbox brings waiting. */
const storesBehind =
  ({ pass }: Gate) =>
  (ports: Ports): Ports => ({
    ...ports,
    history: new Proxy(ports.history, {
      get: (history, name: keyof History) =>
        name === 'store'
          ? (...args: Parameters<History['store']>) =>
              new Promise<void>((resolve) => pass(resolve)).then(() => history.store(...args))
          : history[name],
    }),
  });

/** Its device lists are a while on their way to the relay. */
const listsBehind =
  ({ pass }: Gate) =>
  (ports: Ports): Ports => ({
    ...ports,
    openSocket: (...way) => {
      const socket = ports.openSocket(...way);
      return {
        ...socket,
        send: (frame) => {
          if (frame.type === 'device-list') pass(() => socket.send(frame));
          else socket.send(frame);
        },
      };
    },
  });

/** ann on the device she has and on a new one, to which the relay may lie. */
const twoDevices = async () => {
  const house = createHouse();
  const liar = createLyingRelay();
  const { ann: known, bo, talk } = await house.pair();
  const fresh = await house.newcomer('ann', { ports: liar.ports });
  for (const { client } of [known, fresh]) client.setVisible(true);
  await until(() => known.client.state().identity.waiting.length === 1, 'the new device');
  const [device = ''] = known.client.state().identity.waiting;
  /** Changes what the giver says to the new device. */
  const meddle = (change: (message: LinkMessage) => LinkMessage): void =>
    liar.tell((frame) => {
      const message = frame.type === 'link' ? decodeLink(frame.body) : undefined;
      return message && frame.type === 'link' ? { ...frame, body: encodeLink(change(message)) } : frame;
    });
  return { ...house, known, fresh, bo, talk, device, liar, meddle };
};

describe('a new device of one’s own', () => {
  test('is unconfirmed: it sees people, rings for nothing, and what is written waits', async () => {
    const { fresh, bo, talk, relay } = await twoDevices();
    expect(fresh.client.state().identity.device).toBe('unconfirmed');
    expect(fresh.client.state().roster.contacts.get(bo.uid)).toMatchObject({ login: 'bo' });
    fresh.client.chat.open(talk);
    await fresh.client.chat.send(talk, 'too early');
    bo.client.call.start(fresh.uid, 'audio');
    await quiet(80);
    expect(deliveries(fresh)).toEqual(['queued']);
    expect(relay.accepted).toEqual([]);
    expect(fresh.client.state().call.phase).toBe('none');
  });

  test('[DL9] shows the same digits as the old one, gets the key after both have agreed, and sends what has waited', async () => {
    const { known, fresh, bo, talk } = await twoDevices();
    fresh.client.chat.open(talk);
    bo.client.chat.open(talk);
    await fresh.client.chat.send(talk, 'from the new one');
    await confirmDevice(known.client, fresh.client, wait);
    await until(() => texts(bo).join() === 'from the new one', 'the message');
    expect(await fresh.home.history().identity()).toMatchObject({ key: (await known.home.history().identity())?.key });
    await until(() => phaseOf(fresh)?.name === 'done' && phaseOf(known)?.name === 'done');
    await until(() => known.client.state().identity.waiting.length === 0);
    for (const { client } of [known, fresh]) {
      client.identity.endLinking();
      await until(() => client.state().identity.linking === undefined);
    }
  });

  test('gets the messages of the old one, in order and read as they were, before anything new', async () => {
    const { known, fresh, bo, talk } = await twoDevices();
    const said = Array.from({ length: 12 }, (_, n) => String(n));
    bo.client.chat.open(talk);
    known.client.chat.open(talk);
    for (const text of said) await bo.client.chat.send(talk, text);
    await until(() => known.client.state().chat.summaries.get(talk)?.unread === said.length, 'the messages');
    known.client.chat.read(talk);
    await until(() => known.client.state().chat.summaries.get(talk)?.unread === 0);
    await confirmDevice(known.client, fresh.client, wait, true);
    expect(fresh.client.state().chat.summaries.get(talk)).toMatchObject({ unread: 0 });
    await bo.client.chat.send(talk, 'new');
    fresh.client.chat.open(talk);
    await until(() => texts(fresh).at(-1) === 'new', 'what is new');
    expect(texts(fresh)).toEqual([...said, 'new'].slice(-texts(fresh).length));
    const page = await fresh.home.history().items(talk, { at: 'end', limit: 100 });
    expect(page.items).toHaveLength(said.length + 1);
  });

  test('[DL9] gets what came to the old one before it was on the list itself, and what was done to messages it has', async () => {
    const house = createHouse();
    const [mail, list] = [createGate(), createGate()];
    const { ann: known, bo, talk } = await house.pair({ ports: storesBehind(mail) });
    const fresh = await house.newcomer('ann', { ports: listsBehind(list) });
    bo.client.chat.open(talk);
    const shown = () => bo.client.state().chat.open?.items ?? [];
    for (const text of ['kept', 'wrong', 'regretted']) {
      await bo.client.chat.send(talk, text);
      await until(() => shown().at(-1)?.kind === 'message' && texts(bo).at(-1) === text, text);
    }
    await until(() => known.client.state().chat.summaries.get(talk)?.unread === 3, 'the messages');
    const [kept, wrong, regretted] = shown().flatMap((item) => (item.kind === 'message' ? [item] : []));
    if (!kept || !wrong || !regretted) throw new Error('Not said');

    list.close();
    const confirmed = confirmDevice(known.client, fresh.client, wait, true);
    await until(() => list.held() > 0, 'the list');
    await quiet();
    expect(phaseOf(fresh)?.name).toBe('moving');
    mail.close();
    await bo.client.chat.act(talk, { type: 'reaction', target: kept, emoji: '👍' });
    await bo.client.chat.act(talk, { type: 'edit', target: wrong, text: 'right' });
    await bo.client.chat.act(talk, { type: 'delete', target: regretted });
    await bo.client.chat.send(talk, 'late');
    await known.client.chat.send(talk, 'later');
    await until(() => house.relay.accepted.length === 3 + 4 + 1, 'what came meanwhile');
    // The relay has told the old one of all that; its store is slow.
    list.open();
    await confirmed;
    await quiet();
    expect(phaseOf(fresh)?.name).toBe('moving');
    mail.open();
    await until(() => phaseOf(fresh)?.name === 'done' && phaseOf(known)?.name === 'done', 'the end');

    const { items } = await fresh.home.history().items(talk, { at: 'end', limit: 100 });
    expect(items).toMatchObject([
      { text: 'kept', reactions: { [bo.uid]: '👍' } },
      { text: 'right', edited: true },
      { text: '', deleted: true },
      { text: expect.stringMatching(/^late/) },
      { text: expect.stringMatching(/^late/) },
    ]);
  });

  test('[DL9] is trusted, and no longer waited for, where what has come meanwhile gets lost', async () => {
    const { known, fresh, meddle, clock } = await twoDevices();
    meddle((message) => (message.type === 'part' && message.kind === 'since' ? { ...message, index: -1 } : message));
    await confirmDevice(known.client, fresh.client, wait, true);
    await quiet();
    for (const device of [known, fresh]) expect(phaseOf(device)?.name).toBe('moving');
    await passing(clock, () => phaseOf(fresh)?.name === 'done' && phaseOf(known)?.name === 'done');
  });

  test.each([
    ['the new one', 'store', 'link_refused', 'internal'],
    ['the old one', 'items', 'internal', 'link_refused'],
  ] as const)(
    'says so on both where %s has no disk for it, and can be tried again',
    async (_, broken, knowns, freshs) => {
      const full: { name: keyof History | undefined } = { name: undefined };
      const filling = (ports: Ports): Ports => ({
        ...ports,
        history: new Proxy(ports.history, {
          get: (history, name: keyof History) =>
            name === full.name ? () => Promise.reject(new StoreError('storage_full')) : history[name],
        }),
      });
      const house = createHouse();
      const { ann: known, bo, talk } = await house.pair({ ports: filling });
      const fresh = await house.newcomer('ann', { ports: filling });
      await bo.client.chat.send(talk, 'hello');
      await until(() => known.client.state().chat.summaries.size === 1, 'the message');
      full.name = broken;
      const linked = confirmDevice(known.client, fresh.client, wait, true);
      const failed = (reason: string) => ({ name: 'failed', reason });
      await until(() => phaseOf(known)?.name === 'failed' && phaseOf(fresh)?.name === 'failed', 'the failure');
      expect([phaseOf(known), phaseOf(fresh)]).toEqual([failed(knowns), failed(freshs)]);
      full.name = undefined;
      for (const { client } of [known, fresh]) client.identity.endLinking();
      await Promise.all([linked, confirmDevice(known.client, fresh.client, wait, true)]);
    },
  );

  test('is found by its code, however that is typed, and by no other', async () => {
    const { known, fresh } = await twoDevices();
    const code = await fresh.client.identity.code();
    if (!code.ok) throw new Error(code.reason);
    expect(code.value).toMatch(/^[0-9A-HJKMNP-TV-Z]{12}$/);
    expect(await known.client.identity.confirmByCode('0000 0000 0000')).toEqual({ ok: false, reason: 'not_found' });
    const typed = code.value.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l').match(/.{4}/g)?.join('-') ?? '';
    expect(await known.client.identity.confirmByCode(typed)).toMatchObject({ ok: true });
    await until(() => digitsOn(fresh.client) !== undefined && digitsOn(fresh.client) === digitsOn(known.client));
  });

  test('whose key the relay has put its own in the place of is not found by its code', async () => {
    const house = createHouse();
    const liar = createLyingRelay();
    const known = await house.person('ann', { ports: liar.ports });
    const fresh = await house.newcomer('ann');
    await until(() => known.client.state().identity.waiting.length === 1);
    const code = await fresh.client.identity.code();
    liar.tell((frame) =>
      frame.type === 'devices'
        ? { ...frame, devices: frame.devices.map((keys) => ({ ...keys, signing_key: 'dGhlIHJlbGF5' })) }
        : frame,
    );
    const found = await known.client.identity.confirmByCode(code.ok ? code.value : '');
    expect(found).toEqual({ ok: false, reason: 'not_found' });
  });

  test('learns whom the old one has verified, and what nobody is to know', async () => {
    const { known, fresh, bo, talk } = await twoDevices();
    await known.client.setPrivacy({ readReceipts: false });
    await known.client.chat.send(talk, 'met');
    await until(() => texts({ client: known.client }).length >= 0);
    await until(() => bo.client.state().chat.summaries.get(talk)?.unread === 1);
    await known.home.history().changePin(bo.uid, (pin) => {
      if (!pin) throw new Error('Not met');
      return { ...pin, verified: true };
    });
    await confirmDevice(known.client, fresh.client, wait);
    await until(() => fresh.client.state().identity.people.get(bo.uid) === 'verified');
    await until(() => !fresh.client.state().privacy.readReceipts, 'the choice');
    expect(fresh.client.state().privacy.typing).toBe(true);
  });

  test('[DL9] gets nothing before both have said that the digits are the same', async () => {
    const { known, fresh, device } = await twoDevices();
    known.client.identity.confirm(device);
    await until(() => digitsOn(fresh.client) !== undefined);
    known.client.identity.agree(true);
    await quiet(80);
    expect(await fresh.home.history().identity()).toBeUndefined();
    expect(phaseOf(known)).toMatchObject({ name: 'agreed' });
    fresh.client.identity.endLinking();
    await until(() => phaseOf(known)?.name === 'failed');
    expect(phaseOf(known)).toEqual({ name: 'failed', reason: 'link_refused' });
    expect(fresh.client.state().identity.device).toBe('unconfirmed');
  });

  test('is called again until someone is in front of it', async () => {
    const { known, fresh, device, clock } = await twoDevices();
    fresh.client.setVisible(false);
    known.client.identity.confirm(device);
    await quiet();
    expect(phaseOf(known)).toEqual({ name: 'calling' });
    fresh.client.setVisible(true);
    await passing(clock, () => digitsOn(fresh.client) !== undefined);
    expect(digitsOn(fresh.client)).toBe(digitsOn(known.client));
  });

  test('[DL9] sees other digits where the relay puts itself between the two', async () => {
    const { known, fresh, device, liar } = await twoDevices();
    liar.tell((frame) =>
      frame.type === 'devices'
        ? { ...frame, devices: frame.devices.map((keys) => ({ ...keys, signing_key: 'dGhlIHJlbGF5' })) }
        : frame,
    );
    known.client.identity.confirm(device);
    await until(() => digitsOn(fresh.client) !== undefined && digitsOn(known.client) !== undefined);
    expect(digitsOn(fresh.client)).not.toBe(digitsOn(known.client));
  });

  test('[DL9] refuses a giver that says something else than it was bound to', async () => {
    const { known, fresh, device, meddle } = await twoDevices();
    meddle((message) => (message.type === 'reveal' ? { ...message, identity_key: 'YW5vdGhlciBvbmU=' } : message));
    known.client.identity.confirm(device);
    await until(() => phaseOf(fresh)?.name === 'failed');
    expect(phaseOf(fresh)).toEqual({ name: 'failed', reason: 'link_refused' });
  });

  test('can start over: contacts hear of it, and the old device has to be confirmed anew', async () => {
    const { known, fresh, bo, talk } = await twoDevices();
    bo.client.chat.open(talk);
    await bo.client.chat.send(talk, 'to the first ann');
    await until(() => deliveries(bo).join() === 'sent');
    expect(await fresh.client.identity.startOver()).toEqual({ ok: true, value: undefined });
    await until(() => fresh.client.state().identity.device === 'confirmed');
    await until(() => known.client.state().identity.device === 'unconfirmed');
    await bo.client.chat.send(talk, 'to the second ann');
    await until(() => bo.client.state().identity.people.get(fresh.uid) === 'replaced');
    await until(() => deliveries(bo).join() === 'sent,sent');
  });

  test('that is removed is sealed for no more', async () => {
    const { known, fresh, bo, talk, relay } = await twoDevices();
    await confirmDevice(known.client, fresh.client, wait);
    const { session } = fresh.client.state();
    const device = session.state === 'signed-in' ? session.device : '';
    expect(await known.client.identity.remove(device)).toMatchObject({ ok: true });
    await bo.client.chat.send(talk, 'to one alone');
    await until(() => relay.accepted.length === 1);
    expect(relay.accepted[0]?.sealed.map((sealed) => sealed.device)).not.toContain(device);
  });
});
