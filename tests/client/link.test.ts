import { describe, expect, test, vi } from 'vitest';
import { type History, type Ports, StoreError } from '#shared/client/ports.ts';
import { passing, quiet, until } from '#tests/fakes/until.ts';
import { createHouse } from './house.ts';

describe('the link of a client', () => {
  test('[HE2] a lost socket comes back with the resume ticket, without asking for another', async () => {
    const { person, net, clock } = createHouse();
    const { client } = await person('ann');
    const tickets = net.asked.filter((asked) => asked === 'ticket').length;
    net.cut();
    await until(() => client.state().link.state === 'backing-off');
    clock.advance(0);
    await until(() => client.state().link.state === 'online');
    expect(net.asked.filter((asked) => asked === 'ticket')).toHaveLength(tickets);
    expect(net.asked.at(-1)).toMatch(/^resume-/);
  });

  test('[R31] while the relay is away it is asked for again and again, and found when it is back', async () => {
    const { person, net, clock } = createHouse();
    const { client } = await person('ann');
    const before = net.asked.length;
    net.setReachable(false);
    await passing(clock, () => net.asked.length >= before + 6);
    net.setReachable(true);
    expect(await passing(clock, () => client.state().link.state === 'online')).toBeLessThan(8_000);
  });

  test('a socket that the browser refuses to make ends nothing else, and is tried again', async () => {
    const { pair, net, clock } = createHouse();
    let refuses = 0;
    const { ann, bo, talk } = await pair({
      ports: (ports) => ({
        ...ports,
        openSocket: (...way) => {
          if (refuses === 0) return ports.openSocket(...way);
          refuses -= 1;
          throw new DOMException('The operation is insecure', 'SecurityError');
        },
      }),
    });
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    refuses = 1;
    net.cut();
    await passing(clock, () => refuses === 0);
    await until(() => ann.client.state().notices.length > 0, 'a notice');
    expect(said).toHaveBeenCalledOnce();
    said.mockRestore();
    await passing(clock, () => ann.client.state().link.state === 'online');
    await bo.client.chat.send(talk, 'hello');
    await passing(clock, () => ann.client.state().chat.summaries.size === 1);
  });

  test('[R31] the browser’s word that the network is back is acted on at once', async () => {
    let back = (): void => {};
    const { person, net, clock } = createHouse();
    const { client } = await person('ann', {
      ports: (ports) => ({
        ...ports,
        network: {
          returned: (listener) => {
            back = listener;
            return () => undefined;
          },
        },
      }),
    });
    net.setReachable(false);
    await passing(clock, () => {
      const { link } = client.state();
      return link.state === 'backing-off' && link.attempt === 5;
    });
    net.setReachable(true);
    back();
    await until(() => client.state().link.state === 'online');
  });

  test('[SE3] a device that is signed out elsewhere says so, and does not come back', async () => {
    const { person, relay, net, clock } = createHouse();
    const { client } = await person('ann');
    const { session } = client.state();
    relay.revoke(session.state === 'signed-in' ? session.device : '');
    await until(() => client.state().session.state === 'signed-out');
    expect(client.state().session).toEqual({ state: 'signed-out', ended: 'revoked' });
    expect(client.state().link).toEqual({ state: 'closed', end: 'session-ended' });
    const before = net.asked.length;
    await passing(clock, () => false, 30_000).catch(() => undefined);
    expect(net.asked).toHaveLength(before);
  });

  test('[HE1] a relay of another version is told apart from one that is away', async () => {
    const { person, net, clock } = createHouse();
    const { client } = await person('ann');
    net.protocol = 2;
    net.cut();
    await passing(clock, () => client.state().link.state === 'closed');
    expect(client.state().link).toEqual({ state: 'closed', end: 'version-mismatch' });
  });

  test('what a context knew is shown before the relay is heard', async () => {
    const { pair, net } = createHouse();
    const { ann, bo, talk } = await pair();
    await bo.client.chat.send(talk, 'hello');
    await until(() => ann.client.state().chat.summaries.size === 1);
    net.setReachable(false);
    const popup = ann.home.open({ calling: false });
    await until(() => popup.client.state().roster.loaded && popup.client.state().chat.summaries.size === 1);
    expect(popup.client.state().roster.contacts.get(bo.uid)?.login).toBe('bo');
    expect(popup.client.state().link.state).not.toBe('online');
  });

  test('[PR1] [PR2] presence is shown while the link is up, and only then', async () => {
    const { pair, net } = createHouse();
    const { ann, bo } = await pair();
    bo.client.setVisible(true);
    await until(() => ann.client.state().presence.get(bo.uid)?.status === 'online');
    bo.client.setVisible(false);
    await until(() => ann.client.state().presence.get(bo.uid)?.status === 'away');
    net.setReachable(false);
    await until(() => ann.client.state().link.state !== 'online');
    expect(ann.client.state().presence.size).toBe(0);
  });

  test('[RO1] [RO2] a request is found, asked and accepted, live', async () => {
    const { person } = createHouse();
    const ann = await person('ann');
    const bo = await person('bo');
    const found = await ann.client.people.find('bo');
    expect(found).toEqual({ ok: true, value: { uid: bo.uid, login: 'bo' } });
    await ann.client.people.contact(bo.uid, 'request');
    await until(() => bo.client.state().roster.contacts.get(ann.uid)?.relation === 'incoming');
    await bo.client.people.contact(ann.uid, 'accept');
    await until(() => ann.client.state().roster.contacts.get(bo.uid)?.relation === 'contact');
  });

  test('an act on the roster while the relay cannot be reached fails in words', async () => {
    const { pair, net } = createHouse();
    const { ann, bo } = await pair();
    net.setReachable(false);
    await until(() => ann.client.state().link.state !== 'online');
    expect(await ann.client.people.contact(bo.uid, 'block')).toEqual({ ok: false, reason: 'offline' });
  });
});

describe('signing in and out', () => {
  test('[SE1] a session is remembered by the device', async () => {
    const { person } = createHouse();
    const { home, uid } = await person('ann');
    const again = home.open();
    await until(() => again.client.state().link.state === 'online');
    expect(again.client.state().session).toMatchObject({ state: 'signed-in', account: { uid, login: 'ann' } });
  });

  test('another context learns of it at once, both ways', async () => {
    const { device, person } = createHouse();
    await person('bo');
    const home = device();
    const page = home.open();
    const popup = home.open({ calling: false });
    await until(
      () => page.client.state().session.state === 'signed-out' && popup.client.state().session.state === 'signed-out',
    );
    await popup.client.account.create({ relay: 'https://relay.test', login: 'ann', password: 'correct horse battery' });
    await until(() => page.client.state().link.state === 'online');
    await page.client.account.signOut();
    await until(() => popup.client.state().session.state === 'signed-out');
    expect(page.client.state().session).toEqual({ state: 'signed-out' });
    expect(await home.history().session()).toBeUndefined();
  });

  /** A store that does not say who is here while it is `shut`. */
  const shutting = () => {
    const store = { shut: false, asked: 0 };
    const ports = (ports: Ports): Ports => ({
      ...ports,
      history: new Proxy(ports.history, {
        get: (history, name: keyof History) => {
          if (name !== 'session') return history[name];
          return () => {
            store.asked += 1;
            return store.shut ? Promise.reject(new StoreError('storage_blocked')) : history.session();
          };
        },
      }),
    });
    return { store, ports };
  };

  test('a store that does not answer when another context has changed the session ends nothing here', async () => {
    const { person, clock } = createHouse();
    const { store, ports } = shutting();
    const { client, home } = await person('ann', { ports });
    const other = home.open({ calling: false });
    await until(() => other.client.state().link.state === 'online');
    store.shut = true;
    store.asked = 0;
    other.windows.post({ type: 'session-changed' });
    await until(() => client.state().notices.length > 0, 'a notice');
    expect(client.state()).toMatchObject({ session: { state: 'signed-in' }, link: { state: 'online' } });
    store.shut = false;
    await other.client.account.signOut();
    await until(() => client.state().session.state === 'signed-out');
    await passing(clock, () => store.asked > 2);
  });

  test('a store that does not answer at the start is asked again, and says who is here once it does', async () => {
    const { person, clock } = createHouse();
    const { home, uid } = await person('ann');
    const { store, ports } = shutting();
    store.shut = true;
    const { client } = home.open({ ports });
    await until(() => client.state().session.state === 'signed-out');
    expect(client.state().notices).toMatchObject([{ reason: 'storage_blocked' }]);
    client.dismissNotice(client.state().notices[0]?.id ?? '');
    await passing(clock, () => store.asked > 2);
    expect(client.state().notices, 'it is said once').toEqual([]);
    store.shut = false;
    await passing(clock, () => client.state().link.state === 'online');
    expect(client.state().session).toMatchObject({ state: 'signed-in', account: { uid } });
  });

  test('a store that does not answer is left alone once the client is closed', async () => {
    const { device, clock } = createHouse();
    const { store, ports } = shutting();
    store.shut = true;
    const { client } = device().open({ ports });
    await until(() => client.state().session.state === 'signed-out');
    client.close();
    clock.advance(60_000);
    await quiet();
    expect(store.asked).toBe(1);
  });

  test('signing out erases what is here before the relay has answered: the popup may close', async () => {
    const { pair } = createHouse();
    const told = Promise.withResolvers<void>();
    const { ann, talk } = await pair({
      ports: (ports) => ({
        ...ports,
        api: {
          ...ports.api,
          signOut: () => {
            told.resolve();
            return new Promise(() => {});
          },
        },
      }),
    });
    await ann.client.chat.send(talk, 'hello');
    const history = ann.home.history();
    expect(await history.summaries()).toHaveLength(1);
    void ann.client.account.signOut();
    await told.promise;
    await vi.waitFor(async () => expect(await history.overview()).toEqual({ contacts: [], summaries: [] }));
  });

  test('[SE2] what is refused is an outcome', async () => {
    const { device, person } = createHouse();
    await person('bo');
    const { client } = device().open();
    const credentials = { relay: 'https://relay.test', login: 'nobody', password: 'x' };
    expect(await client.account.signIn(credentials)).toEqual({ ok: false, reason: 'bad_credentials' });
    expect(await client.account.create({ ...credentials, login: 'bo' })).toEqual({ ok: false, reason: 'login_taken' });
    expect(await client.account.sessions()).toEqual({ ok: false, reason: 'unauthorized' });
    await quiet();
    expect(client.state().session).toEqual({ state: 'signed-out' });
  });

  test('a relay of another version is not one of ours', async () => {
    const { device, net } = createHouse();
    const { client } = device().open();
    expect(await client.account.probe('https://relay.test')).toMatchObject({ ok: true });
    net.protocol = 2;
    expect(await client.account.probe('https://relay.test')).toEqual({ ok: false, reason: 'not_a_relay' });
  });
});
