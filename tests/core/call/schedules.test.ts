import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ann, annPhone, bo, boLaptop, boPhone } from '#tests/fakes/ids.ts';
import { createWorld, type Someone, type World } from './world.ts';

const acts = [
  'call',
  'call',
  'talk',
  'talk',
  'talk',
  'answer',
  'answer',
  'decline',
  'hang-up',
  'dismiss',
  'deliver',
  'deliver',
  'deliver',
  'deliver',
  'deliver',
  'deliver',
  'deliver-all',
  'deliver-all',
  'break',
  'unreachable',
  'reachable',
  'repeat',
  'reorder',
  'path-down',
  'path-up',
  'wait',
  'wait-long',
  'look',
  'move',
  'mute',
  'unmute',
] as const;

const schedule = fc.array(fc.record({ act: fc.constantFrom(...acts), who: fc.nat(2), n: fc.nat(40) }), {
  minLength: 5,
  maxLength: 70,
});
type Step = { readonly act: (typeof acts)[number]; readonly who: number; readonly n: number };

const run = (world: World, { act, who, n }: Step): void => {
  const someone = world.people[who % world.people.length];
  if (!someone) return;
  const { happen } = someone;
  switch (act) {
    case 'call': {
      const person = someone.account === ann ? bo : ann;
      return happen({ type: 'call-started', call: world.newCall(), person, media: n % 2 === 0 ? 'audio' : 'video' });
    }
    case 'talk': {
      run(world, { act: 'call', who, n });
      world.deliverAll();
      for (const { happen } of world.people) happen({ type: 'call-answered', media: 'video' });
      return n % 3 === 0 ? undefined : world.deliverAll();
    }
    case 'answer':
      return happen({ type: 'call-answered', media: 'audio' });
    case 'decline':
      return happen({ type: 'call-declined' });
    case 'hang-up':
      return happen({ type: 'call-hung-up' });
    case 'dismiss':
      return happen({ type: 'call-dismissed' });
    case 'deliver':
      return world.deliver(n);
    case 'deliver-all':
      return world.deliverAll();
    case 'break':
      return someone.breakSocket();
    case 'unreachable':
      return someone.setReachable(false);
    case 'reachable':
      return someone.setReachable(true);
    case 'repeat':
      return someone.repeat();
    case 'reorder':
      return someone.reorder();
    case 'path-down':
      return world.setPath(false);
    case 'path-up':
      return world.setPath(true);
    case 'wait':
      return world.advance(n * 50);
    case 'wait-long':
      return world.advance(n * 1_000);
    case 'move':
      return happen({ type: 'call-moved-here' });
    case 'mute':
    case 'unmute':
      return happen({ type: 'device-set', device: 'microphone', on: act === 'unmute' });
    case 'look':
      return happen({ type: 'visibility-changed', visible: n % 2 === 0 });
  }
};

/** Everything works again, and so much time passes that a side whose path was given up late gives up, and the other after it. */
const settle = (world: World): void => {
  world.setPath(true);
  for (const someone of world.people) someone.setReachable(true);
  for (let second = 0; second < 320; second += 2) {
    world.deliverAll();
    world.advance(2_000);
  }
  world.deliverAll();
};

const watchRings = () => {
  const since = new Map<string, number>();
  return ({ name, mind, device }: Someone, now: number, world: World | undefined): void => {
    const { call } = mind().app;
    if (call.phase === 'incoming') {
      const key = `${name} ${call.call}`;
      const began = since.get(key) ?? now;
      since.set(key, began);
      if (now - began > 60_000) throw new Error(`${name} has been ringing for ${now - began} ms`);
    }
    if (call.phase === 'ended' && call.ending.kind === 'answered-elsewhere') {
      const record = world?.relay.calls.find(call.call);
      const answerer = record && 'answerer' in record ? record.answerer : undefined;
      if (answerer?.device === device) throw new Error(`${name} answered, and is told of elsewhere`);
    }
  };
};

const expectMatch = (world: World): void => {
  const { people, relay } = world;
  for (const { name, mind } of people) {
    const { app, calls } = mind();
    expect(app.link.state, name).toBe('online');
    expect(['none', 'ended', 'active', 'other-device'], `${name} ${JSON.stringify(app.call)}`).toContain(
      app.call.phase,
    );
    expect(calls.unsaid, name).toEqual([]);
  }
  for (const { device, account, mind } of people) {
    const { call } = mind().app;
    if (call.phase !== 'other-device') continue;
    const other = people.find((one) => one.account === account && one.device !== device)?.mind().app.call;
    expect(other).toMatchObject({ phase: 'active', call: call.call });
  }
  const active = people.flatMap(({ device, mind }) => {
    const { call } = mind().app;
    return call.phase === 'active' ? [{ device, call }] : [];
  });
  for (const { device, call } of active) {
    expect(call.path.state).toBe('connected');
    const far = active.filter((one) => one.call.call === call.call && one.device !== device);
    expect(far.map((one) => one.device)).toEqual([call.peer.device]);
    const record = relay.calls.find(call.call);
    // The relay may have given up a call that goes on between the two.
    if (record?.state === 'ended') expect(record.reason).toBe('reconnect-failed');
  }
  for (const record of relay.calls.live()) {
    if (record.state !== 'accepted' && record.state !== 'connected') throw new Error(`${record.call} still rings`);
    const devices = [record.caller.device, record.answerer.device].sort();
    const talking = active.filter(({ call }) => call.call === record.call).map(({ device }) => device);
    expect(talking.sort()).toEqual(devices);
  }
};

const phone = { name: 'ann', account: ann, device: annPhone };
const boOnPhone = { name: 'bo', account: bo, device: boPhone };
const boOnLaptop = { name: 'bo-laptop', account: bo, device: boLaptop };

describe('calls under any order of events', () => {
  test.each([
    ['two people', [phone, boOnPhone], 5_000],
    ['two people, one with two devices', [phone, boOnPhone, boOnLaptop], 2_000],
  ] as const)(
    '[CA1] [CA3] [CA8] [CA18] %s end in matching states, nothing rings for longer than 60 s, and who is muted stays so',
    (_, who, runs) => {
      fc.assert(
        fc.property(schedule, (steps) => {
          const watch = watchRings();
          let world: World | undefined;
          world = createWorld(who, (someone, now) => watch(someone, now, world));
          for (const step of steps) run(world, step);
          settle(world);
          expectMatch(world);
        }),
        { numRuns: runs },
      );
    },
    300_000,
  );
});
