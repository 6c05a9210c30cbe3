import { describe, expect, test } from 'vitest';
import { ann, annLaptop, annPhone, bo, boPhone } from '#tests/fakes/ids.ts';
import { createWorld, type Someone } from './world.ts';

const move = { type: 'call-moved-here' } as const;

/** ann talks with bo at her laptop, and has a phone. */
const talk = () => {
  const world = createWorld(
    [
      { name: 'laptop', account: ann, device: annLaptop },
      { name: 'phone', account: ann, device: annPhone },
      { name: 'bo', account: bo, device: boPhone },
    ],
    () => {},
  );
  const [laptop, phone, other] = world.people as readonly [Someone, Someone, Someone];
  const id = world.newCall();
  laptop.happen({ type: 'call-started', call: id, person: bo, media: 'audio' });
  world.deliverAll();
  other.happen({ type: 'call-answered', media: 'audio' });
  world.deliverAll();
  const pass = (ms: number): void => {
    for (let passed = 0; passed < ms; passed += 1_000) {
      world.advance(1_000);
      world.deliverAll();
    }
  };
  /** Who has it, as the relay says. */
  const owner = () => {
    const record = world.relay.calls.find(id);
    return record?.state === 'accepted' || record?.state === 'connected' ? record.caller.device : record?.state;
  };
  return { world, laptop, phone, bo: other, pass, owner };
};

const callOf = (someone: Someone) => someone.mind().app.call;
const pathOf = (someone: Someone) => {
  const call = callOf(someone);
  return call.phase === 'active' ? call.path.state : call.phase;
};

describe('[R19] [CA1] [CA19] a move that fails leaves the call in somebody’s hands', () => {
  test('where no path is made, it is not over: the new device tries again by a click', () => {
    const { world, laptop, phone, bo, pass, owner } = talk();
    world.setPath(false);
    phone.happen(move);
    pass(31_000);
    expect([owner(), pathOf(phone), pathOf(bo)]).toEqual([annPhone, 'lost', 'lost']);
    world.setPath(true);
    phone.happen({ type: 'call-resumed' });
    world.deliverAll();
    expect([pathOf(phone), pathOf(bo)]).toEqual(['connected', 'connected']);
    expect(callOf(laptop)).toMatchObject({ phase: 'ended', ending: { kind: 'moved' }, goesOnAt: annPhone });
  });

  test('and the former device takes it back by one, as long as the call lives', () => {
    const { world, laptop, phone, bo, pass, owner } = talk();
    world.setPath(false);
    phone.happen(move);
    pass(100_000);
    expect(callOf(laptop)).toMatchObject({ phase: 'ended', goesOnAt: annPhone });
    world.setPath(true);
    laptop.happen(move);
    world.deliverAll();
    expect([owner(), pathOf(laptop), pathOf(bo)]).toEqual([annLaptop, 'connected', 'connected']);
    expect(callOf(phone)).toMatchObject({ phase: 'ended', ending: { kind: 'moved' }, goesOnAt: annLaptop });
    pass(200_000);
    expect([owner(), pathOf(laptop)]).toEqual([annLaptop, 'connected']);
  });

  test('where nobody does either, it ends for all in two minutes', () => {
    const { world, laptop, phone, bo, pass, owner } = talk();
    world.setPath(false);
    phone.happen(move);
    pass(119_000);
    expect(owner()).toBe(annPhone);
    pass(3_000);
    expect([owner(), pathOf(phone), pathOf(bo)]).toEqual(['ended', 'ended', 'ended']);
    expect(callOf(laptop)).not.toHaveProperty('goesOnAt');
  });

  test('a page that dies in the middle of it takes nothing along', () => {
    for (const when of ['asked', 'arrived'] as const) {
      const { world, laptop, phone, bo, pass, owner } = talk();
      phone.happen(move);
      if (when === 'arrived') world.deliverAll();
      phone.die();
      pass(60_000);
      if (when === 'arrived') {
        expect([owner(), pathOf(bo)]).toEqual([annPhone, 'lost']);
        laptop.happen(move);
        world.deliverAll();
      }
      expect([owner(), pathOf(laptop), pathOf(bo)], when).toEqual([annLaptop, 'connected', 'connected']);
    }
  });

  test('a device that cannot hear whether it has the call neither ends it nor loses sight of it', () => {
    const { world, laptop, phone, bo, pass, owner } = talk();
    phone.happen(move);
    // The relay hears of the wish, and its answer is lost.
    while (owner() === annLaptop) world.deliver(0);
    phone.setReachable(false);
    pass(31_000);
    expect([owner(), pathOf(phone)]).toEqual([annPhone, 'other-device']);
    phone.setReachable(true);
    pass(2_000);
    expect([owner(), pathOf(phone)]).toEqual([annPhone, 'left']);
    expect(callOf(laptop)).toMatchObject({ phase: 'ended', goesOnAt: annPhone });
    phone.happen({ type: 'call-resumed' });
    pass(1_000);
    expect([pathOf(phone), pathOf(bo)]).toEqual(['connected', 'connected']);
  });
});
