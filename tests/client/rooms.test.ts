import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Rooms } from '#shared/client/client.ts';
import type { RoomInside } from '#shared/core/rooms/room.ts';
import { type RunningRelay, startRelay } from '#tests/relay/start-relay.ts';
import { atRelay, online, PATIENCE } from './at-relay.ts';

let relay: RunningRelay;
const { signUp, befriend } = atRelay(() => relay);
type Visitor = Awaited<ReturnType<typeof signUp>>;

beforeAll(async () => {
  relay = await startRelay();
});
afterAll(() => relay.stop());

const roomsOf = async ({ client }: Visitor): Promise<Rooms> => {
  const rooms = await client.rooms();
  if (!rooms) throw new Error('There are no rooms');
  return rooms;
};

const made = async (visitor: Visitor, waitingRoom = false): Promise<string> => {
  const outcome = await (await roomsOf(visitor)).create({ name: 'Friday', waitingRoom });
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
};

const insideOf = (rooms: Rooms): RoomInside => {
  const room = rooms.state();
  if (room.phase !== 'inside') throw new Error(`The room is ${room.phase}`);
  return room;
};

/** Whom this one is connected with. */
const connectedWith = (rooms: Rooms): readonly string[] =>
  insideOf(rooms)
    .people.filter(({ path }) => path === 'connected')
    .map(({ login }) => login)
    .sort();

const meets = (rooms: Rooms, ...logins: readonly string[]): Promise<void> =>
  vi.waitFor(() => expect(connectedWith(rooms)).toEqual([...logins].sort()), PATIENCE);

const phaseIs = (rooms: Rooms, phase: string): Promise<void> =>
  vi.waitFor(() => expect(rooms.state().phase).toBe(phase), PATIENCE);

/** Ann's room with these inside, each connected with each. */
const gathered = async (waitingRoom: boolean, ...logins: readonly string[]) => {
  const people: Visitor[] = [];
  for (const login of logins) people.push(await signUp(login));
  const link = await made(people[0] as Visitor, waitingRoom);
  const all = await Promise.all(people.map(roomsOf));
  for (const rooms of all) rooms.join(link);
  return { people, all, link };
};

describe('rooms over a real relay', () => {
  test('[RM1] [RM2] [RM10] [RM14] three meet by a link, and each is connected with each', async () => {
    const { people, all, link } = await gathered(false, 'ann.r1', 'bo.r1', 'cy.r1');
    const logins = people.map(({ login }) => login);
    for (const [index, rooms] of all.entries()) {
      await vi.waitFor(() => expect(rooms.state().phase).toBe('inside'), PATIENCE);
      await meets(rooms, ...logins.filter((_, other) => other !== index));
      await vi.waitFor(() => expect(insideOf(rooms).name).toBe('Friday'), PATIENCE);
    }
    // Whose visit is lower calls, and of each two one does.
    for (const [index, rooms] of all.entries()) {
      const { visit, people: others } = insideOf(rooms);
      const visitAt = (endpoint: string) => others.find((other) => other.endpoint === endpoint)?.visit ?? '';
      const roles = people[index]?.calling.links.map(({ options: { peer, role } }) => [visitAt(peer.endpoint), role]);
      const lower = others.map((other) => [other.visit, visit < other.visit ? 'caller' : 'callee']);
      expect(roles?.toSorted()).toEqual(lower.toSorted());
    }
    const dee = await roomsOf(await signUp('dee.r1'));
    expect(await dee.look(link)).toEqual({
      ok: true,
      value: { name: 'Friday', inside: 3, most: 6, waitingRoom: false },
    });
    const forged = link.replace(/\.[\w-]{22}$/, '.AAAAAAAAAAAAAAAAAAAAAA');
    expect(await dee.look(forged)).toMatchObject({ ok: false, reason: 'not_found' });
    expect(await dee.look('https://elsewhere.test/#/room/AbCdEf1234.AAAAAAAAAAAAAAAAAAAAAA')).toMatchObject({
      ok: false,
      reason: 'bad_request',
    });
    // What one does, the others see.
    const [ann, bo] = all as [Rooms, Rooms];
    ann.setMicrophone(false);
    const micOfAnn = () => insideOf(bo).people.find(({ login }) => login === 'ann.r1')?.microphone;
    await vi.waitFor(() => expect(micOfAnn()).toBe('off'), PATIENCE);
    ann.leave();
    await meets(bo, 'cy.r1');
    expect(ann.state()).toMatchObject({ phase: 'over', ending: { kind: 'left' } });
    // Everything that was captured has been let go of.
    expect(people[0]?.calling.tracks.map(({ readyState }) => readyState)).toEqual(['ended']);
    await vi.waitFor(() => expect(insideOf(bo).isHost).toBe(true), PATIENCE);
  });

  test('[RM5] [RM6] [RM7] who knocks connects with nobody until the host says so, and who is removed stays out', async () => {
    const { people, all, link } = await gathered(true, 'ann.r2', 'bo.r2');
    const [ann, bo] = all as [Rooms, Rooms];
    const boUid = people[1]?.uid ?? '';
    await phaseIs(bo, 'knocking');
    await vi.waitFor(() => expect(insideOf(ann).knocking).toEqual([{ account: boUid, login: 'bo.r2' }]), PATIENCE);
    expect(people[1]?.calling.tracks).toEqual([]);
    expect(people[1]?.calling.links).toEqual([]);
    expect(await bo.admit(boUid, true)).toMatchObject({ ok: false, reason: 'forbidden' });
    expect(await ann.admit(boUid, false)).toMatchObject({ ok: true });
    await phaseIs(bo, 'over');
    expect(bo.state()).toMatchObject({ ending: { kind: 'lost', loss: 'refused' } });
    bo.join(link);
    await vi.waitFor(() => expect(insideOf(ann).knocking).toHaveLength(1), PATIENCE);
    expect(await ann.admit(boUid, true)).toMatchObject({ ok: true });
    await phaseIs(bo, 'inside');
    await meets(ann, 'bo.r2');
    expect(await ann.remove(boUid)).toMatchObject({ ok: true });
    await phaseIs(bo, 'over');
    expect(bo.state()).toMatchObject({ ending: { kind: 'lost', loss: 'removed' } });
    expect(insideOf(ann).people).toEqual([]);
    expect(people[1]?.calling.tracks.every(({ readyState }) => readyState === 'ended')).toBe(true);
    bo.join(link);
    await vi.waitFor(
      () => expect(bo.state()).toMatchObject({ ending: { kind: 'failed', reason: 'forbidden' } }),
      PATIENCE,
    );
    expect(await ann.end()).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(ann.state()).toMatchObject({ ending: { kind: 'lost', loss: 'ended' } }), PATIENCE);
    expect(await ann.look(link)).toMatchObject({ ok: false, reason: 'not_found' });
  });

  test('who leaves before they were inside is nowhere, and the name comes by the link where it could not be asked for', async () => {
    const ann = await signUp('ann.r5');
    const rooms = await roomsOf(ann);
    const link = await made(ann);
    rooms.join(link);
    rooms.leave();
    expect(rooms.state()).toMatchObject({ phase: 'over', ending: { kind: 'left' } });
    const inside = async () => {
      const seen = await rooms.look(link);
      return seen.ok && seen.value.inside;
    };
    expect(await inside()).toBe(0);
    // While the relay is out of reach.
    await relay.kill();
    await vi.waitFor(() => expect(ann.client.state().link.state).not.toBe('online'), PATIENCE);
    rooms.join(link);
    await relay.start();
    await phaseIs(rooms, 'inside');
    await vi.waitFor(() => expect(insideOf(rooms).name).toBe('Friday'), PATIENCE);
    expect(await inside()).toBe(1);
  });

  test('of whoever has left, and of a share that is over, nothing is held', async () => {
    const { people, all } = await gathered(false, 'ann.r8', 'bo.r8');
    const [ann, bo] = all as [Rooms, Rooms];
    await meets(ann, 'bo.r8');
    const [link] = people[0]?.calling.links ?? [];
    if (!link) throw new Error('There is no connection');
    const { hold, onEvent } = link.options;
    const show = (): string => {
      const stream = hold(new MediaStream());
      onEvent({ type: 'remote-share', stream, share: stream, kind: 'screen', sound: false });
      return stream;
    };
    const [over, shown] = [show(), show()];
    onEvent({ type: 'remote-share-ended', stream: over });
    const { stream = '' } = insideOf(ann).people[0] ?? {};
    const held = () => [stream, shown, over].map((id) => ann.stream(id) !== undefined);
    expect(held()).toEqual([true, true, false]);
    bo.leave();
    await meets(ann);
    expect(held()).toEqual([false, false, false]);
  });

  test('a browser that makes no connections is asked again, and not without a pause', async () => {
    const { people, all, link } = await gathered(false, 'ann.r6');
    const [ann] = all as [Rooms];
    await phaseIs(ann, 'inside');
    let asked = 0;
    const calling = people[0]?.calling;
    if (!calling) throw new Error('There is nobody');
    Object.assign(calling, {
      openPeerLink: () => {
        asked += 1;
        throw new Error('WebRTC is turned off');
      },
    });
    const bo = await roomsOf(await signUp('bo.r6'));
    bo.join(link);
    await vi.waitFor(() => expect(asked).toBe(1), PATIENCE);
    await phaseIs(bo, 'inside');
    expect(insideOf(ann).people).toMatchObject([{ login: 'bo.r6', path: 'connecting' }]);
    expect(asked).toBe(1);
  });

  test('a connection is made with the addresses that a page has which captures', async () => {
    const { link } = await gathered(false, 'ann.r7');
    const bo = await signUp('bo.r7');
    const rooms = await roomsOf(bo);
    const { media, openPeerLink } = bo.calling;
    const { microphone } = media;
    const asked = Promise.withResolvers<void>();
    const happened: string[] = [];
    Object.assign(media, {
      microphone: async () => {
        await asked.promise;
        happened.push('captured');
        return microphone();
      },
    });
    Object.assign(bo.calling, {
      openPeerLink: (...options: Parameters<typeof openPeerLink>) => {
        happened.push('connected');
        return openPeerLink(...options);
      },
    });
    rooms.join(link);
    await phaseIs(rooms, 'inside');
    asked.resolve();
    await meets(rooms, 'ann.r7');
    expect(happened).toEqual(['captured', 'connected']);
  });

  test('[RM8] a relay that is restarted interrupts nobody who is connected', async () => {
    const { people, all } = await gathered(false, 'ann.r3', 'bo.r3');
    const [ann, bo] = all as [Rooms, Rooms];
    await meets(ann, 'bo.r3');
    await meets(bo, 'ann.r3');
    const links = people.map(({ calling }) => calling.links.length);
    await relay.kill();
    await vi.waitFor(() => expect(insideOf(ann).cutOff && insideOf(bo).cutOff).toBe(true), PATIENCE);
    expect(connectedWith(ann)).toEqual(['bo.r3']);
    await relay.start();
    for (const { client } of people) client.reconnect();
    const isBack = (rooms: Rooms) => !insideOf(rooms).cutOff && insideOf(rooms).people.every(({ unnamed }) => !unnamed);
    for (const rooms of [ann, bo]) await vi.waitFor(() => expect(isBack(rooms)).toBe(true), PATIENCE);
    for (const [rooms, other] of [
      [ann, 'bo.r3'],
      [bo, 'ann.r3'],
    ] as const)
      expect(connectedWith(rooms)).toEqual([other]);
    expect(people.map(({ calling }) => calling.links.length)).toEqual(links);
    expect(people.every(({ calling }) => calling.links.every(({ closed }) => !closed))).toBe(true);
  });

  test('[RM3] [RM13] a call that is answered ends the stay, and during one nobody joins', async () => {
    const { people, all, link } = await gathered(false, 'ann.r4', 'bo.r4');
    const [ann, bo] = all as [Rooms, Rooms];
    const [annVisitor, boVisitor] = people as [Visitor, Visitor];
    const caller = await signUp('cy.r4');
    await befriend(caller, annVisitor);
    await meets(bo, 'ann.r4');
    await vi.waitFor(
      () => expect(caller.client.state().presence.get(annVisitor.uid)?.status).toBe('in-call'),
      PATIENCE,
    );
    caller.client.call.start(annVisitor.uid, 'audio');
    await vi.waitFor(() => expect(annVisitor.client.state().call.phase).toBe('incoming'), PATIENCE);
    expect(ann.state().phase).toBe('inside');
    annVisitor.client.call.answer('audio');
    await phaseIs(ann, 'over');
    expect(ann.state()).toMatchObject({ ending: { kind: 'call' } });
    await meets(bo);
    ann.join(link);
    expect(ann.state()).toMatchObject({ phase: 'over', ending: { kind: 'failed', reason: 'already_in_call' } });
    // Into another room, out of this one.
    const other = await made(boVisitor);
    bo.join(other);
    await vi.waitFor(() => expect(insideOf(bo).link).toBe(other), PATIENCE);
    await online(boVisitor);
    expect(await bo.look(link)).toMatchObject({ ok: true, value: { inside: 0 } });
  });
});
