import { describe, expect, test } from 'vitest';
import { passing, quiet, until } from '#tests/fakes/until.ts';
import { type Context, createHouse } from './house.ts';

const call = ({ client }: Pick<Context, 'client'>) => client.state().call;
const online = ({ client }: Pick<Context, 'client'>): boolean => client.state().link.state === 'online';
const ringsHere = (context: Pick<Context, 'client'>): boolean => {
  const now = call(context);
  return now.phase === 'incoming' && now.ringsHere;
};

/** Bo has a page, a worker and a call window open on one device, and ann calls. */
const household = async () => {
  const house = createHouse();
  const people = await house.pair();
  const worker = people.bo.home.open({ calling: false });
  const window = people.bo.home.open();
  await until(() => online(worker) && online(window));
  return { ...house, ...people, worker, window };
};

describe('one device rings once', () => {
  test('the page that is looked at takes the ring, and nobody else sounds', async () => {
    const { ann, bo, worker, window, clock } = await household();
    window.client.setVisible(true);
    ann.client.call.start(bo.uid, 'audio');
    await until(() => ringsHere(window));
    await quiet();
    clock.advance(5_000);
    await quiet();
    expect([bo, worker, window].map(ringsHere)).toEqual([false, false, true]);
    expect([bo, worker].map((context) => call(context).phase)).toEqual(['incoming', 'incoming']);
    expect(bo.calling.tones).not.toContain('ring');
    expect(window.calling.tones).toContain('ring');
  });

  test('where nobody looks, a worker hears of it after 300 ms, and so does a page in the background', async () => {
    const { ann, bo, worker, window, clock } = await household();
    ann.client.call.start(bo.uid, 'audio');
    await until(() => [bo, worker, window].every((context) => call(context).phase === 'incoming'));
    clock.advance(299);
    await quiet();
    expect([bo, worker, window].map(ringsHere)).toEqual([false, false, false]);
    clock.advance(1);
    await until(() => ringsHere(bo) || ringsHere(window));
    await quiet();
    // One of the two pages, by the lock; the worker leaves it to that one.
    expect([bo, window].filter(ringsHere)).toHaveLength(1);
  });

  test('without any page the worker has the ring, until the call window that it opens takes it', async () => {
    const house = createHouse();
    const ann = await house.person('ann');
    const bo = await house.person('bo', { calling: false });
    house.relay.befriend(ann.uid, bo.uid);
    ann.client.call.start(bo.uid, 'audio');
    await until(() => call(bo).phase === 'incoming');
    house.clock.advance(300);
    expect(ringsHere(bo)).toBe(true);

    const window = bo.home.open();
    window.client.setVisible(true);
    await until(() => ringsHere(window));
    await until(() => !ringsHere(bo));
  });

  test('a page that closes while it rings leaves the ring to another', async () => {
    const { ann, bo, window } = await household();
    window.client.setVisible(true);
    ann.client.call.start(bo.uid, 'audio');
    await until(() => ringsHere(window));
    window.client.close();
    bo.client.setVisible(true);
    await until(() => ringsHere(bo));
  });

  test('a page that waited for the ring does not hold up the next one', async () => {
    const { ann, bo, window, clock } = await household();
    window.client.setVisible(true);
    for (const round of ['first', 'second']) {
      ann.client.call.start(bo.uid, 'audio');
      await until(() => ringsHere(window), `the ${round} ring`);
      clock.advance(300);
      await quiet();
      ann.client.call.hangUp();
      await until(() => call(window).phase === 'ended' && call(bo).phase === 'ended');
      await quiet();
      ann.client.call.dismiss();
    }
  });

  test('[CA3] “answered elsewhere” never appears on the device that answered', async () => {
    const { ann, bo, worker, window, person } = await household();
    const boElsewhere = await person('bo');
    ann.client.call.start(bo.uid, 'audio');
    await until(() => [bo, worker, window, boElsewhere].every((context) => call(context).phase === 'incoming'));
    window.client.call.answer('audio');
    await until(() => call(window).phase === 'active' && call(boElsewhere).phase === 'ended');
    await until(() => call(bo).phase === 'other-context' && call(worker).phase === 'other-context');
    expect(call(boElsewhere)).toMatchObject({ ending: { kind: 'answered-elsewhere' } });
    expect(boElsewhere.calling.tracks).toEqual([]);

    // Any context of the device may hang up.
    worker.client.call.hangUp();
    await until(() => call(window).phase === 'ended' && call(ann).phase === 'ended');
    await until(() => call(bo).phase === 'none' && call(worker).phase === 'none');
  });

  test('a call that outlives the relay is hung up from any context of the device', async () => {
    const { ann, bo, worker, window, net } = await household();
    ann.client.call.start(bo.uid, 'audio');
    await until(() => call(window).phase === 'incoming');
    window.client.call.answer('audio');
    await until(() => call(window).phase === 'active' && call(worker).phase === 'other-context');
    net.cut();
    await until(() => !online(worker) && !online(window));
    expect(call(window).phase).toBe('active');
    worker.client.call.hangUp();
    await until(() => call(window).phase === 'ended');
  });

  test('[CA4] declined on one device, it stops on the other', async () => {
    const { ann, bo, worker, person } = await household();
    const boElsewhere = await person('bo');
    ann.client.call.start(bo.uid, 'audio');
    await until(() => [bo, worker, boElsewhere].every((context) => call(context).phase === 'incoming'));
    worker.client.call.decline();
    await until(() => call(boElsewhere).phase === 'ended');
    expect(call(boElsewhere)).toMatchObject({ ending: { kind: 'declined-elsewhere' } });
    await until(() => call(bo).phase === 'ended');
    expect(call(bo)).toMatchObject({ ending: { kind: 'ended', reason: 'declined', by: 'me' } });
  });

  test('a worker passes the answer on to a context that can call', async () => {
    const { ann, bo, worker, window } = await household();
    bo.client.close();
    ann.client.call.start(bo.uid, 'audio');
    await until(() => call(worker).phase === 'incoming' && call(window).phase === 'incoming');
    worker.client.call.answer('video');
    await until(() => call(window).phase === 'active');
    expect(call(window)).toMatchObject({ camera: { state: 'on' } });
    await until(() => call(worker).phase === 'other-context');
  });

  test('a popup shares its tab into the call of another context, and stops it', async () => {
    const { ann, bo, worker, window } = await household();
    ann.client.call.start(bo.uid, 'audio');
    await until(() => call(window).phase === 'incoming');
    window.client.call.answer('audio');
    await until(() => call(window).phase === 'active' && call(worker).phase === 'other-context');
    worker.client.call.share('tab', 'tab-7');
    await until(() => {
      const now = call(window);
      return now.phase === 'active' && now.shares[0]?.kind === 'tab';
    });
    worker.client.call.stopSharing();
    await until(() => {
      const now = call(window);
      return now.phase === 'active' && now.shares.length === 0;
    });
  });

  test('a context that opens during the ring shows it at once', async () => {
    const { ann, bo, clock } = await household();
    ann.client.call.start(bo.uid, 'audio');
    await passing(clock, () => ringsHere(bo));
    const late = bo.home.open();
    await until(() => call(late).phase === 'incoming');
  });
});
