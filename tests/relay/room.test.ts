import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  hostOf,
  MOST_KNOCKING,
  PLACE_KEPT_MS,
  type Room,
  type RoomEffect,
  type RoomEvent,
  recordOf,
  transition,
  type Visitor,
} from '../../relay/features/rooms/room.ts';

const AT = 1_800_000_000_000;

const ANN = 'ann';
const BO = 'bo';
const CY = 'cy';

const room = (more: Partial<Room> = {}): Room => ({
  code: 'Aa0Bb1Cc2D',
  proof: new Uint8Array(32),
  epoch: 'one',
  version: 0,
  about: 'c2VhbGVk',
  creator: ANN,
  waitingRoom: false,
  most: 3,
  inside: [],
  knocking: [],
  standing: new Map(),
  idleSince: AT,
  ...more,
});

const visitor = (account: string, page = 0): Visitor => ({
  account,
  login: account,
  device: `device-of-${account}`,
  endpoint: `${account}-${page}`,
  visit: `${account}-${page}`,
});

const join = (account: string, page = 0): RoomEvent => ({ type: 'join', visitor: visitor(account, page) });

/** What comes of these, one after the other, and of the last one of them. */
const played = (from: Room, ...events: readonly RoomEvent[]): readonly [Room, readonly RoomEffect[]] =>
  events.reduce<readonly [Room, readonly RoomEffect[]]>(([room], event) => transition(room, event, AT), [from, []]);

const accountsIn = (list: readonly { readonly account: string }[]): readonly string[] =>
  list.map(({ account }) => account);

describe('a room', () => {
  test('[RM9] keeps a place for 15 s after its socket has gone, and no longer', () => {
    const [left] = played(room(), join(ANN), join(BO), { type: 'endpoint-gone', endpoint: 'bo-0' });
    expect(accountsIn(recordOf(left).inside)).toEqual([ANN, BO]);
    const [kept, nothing] = transition(left, { type: 'tick' }, AT + PLACE_KEPT_MS - 1);
    expect([kept, nothing]).toEqual([left, []]);
    for (const now of [AT + PLACE_KEPT_MS, AT - 3_600_000]) {
      const [over, told] = transition(left, { type: 'tick' }, now); // also where the clock was set back
      expect(accountsIn(over.inside)).toEqual([ANN]);
      expect(told).toEqual([{ type: 'record' }]);
    }
  });

  test('[RM9] the same visit takes its place up again, as the host that it was', () => {
    const [left] = played(room({ creator: CY }), join(BO), join(ANN), { type: 'endpoint-gone', endpoint: 'bo-0' });
    const [back, told] = transition(
      left,
      { type: 'join', visitor: { ...visitor(BO), endpoint: 'bo-anew' } },
      AT + PLACE_KEPT_MS - 1,
    );
    expect(told).toEqual([{ type: 'record' }]);
    const [later] = transition(back, { type: 'tick' }, AT + 2 * PLACE_KEPT_MS);
    expect(recordOf(later)).toMatchObject({ host: BO, inside: [{ endpoint: 'bo-anew', since: AT }, { account: ANN }] });
  });

  test('[RM9] whoever has lost their socket leaves from the next one of that device', () => {
    const leave: RoomEvent = { type: 'leave', place: { account: BO, device: 'device-of-bo', endpoint: 'bo-anew' } };
    const [inside] = played(room(), join(ANN), join(BO));
    expect(transition(inside, leave, AT)).toEqual([inside, []]);
    const [over] = played(inside, { type: 'endpoint-gone', endpoint: 'bo-0' }, leave);
    expect(accountsIn(over.inside)).toEqual([ANN]);
  });

  test('[RM3] a visit is of one person', () => {
    const [both] = played(room({ waitingRoom: true }), join(ANN), join(BO));
    for (const visit of ['ann-0', 'bo-0']) {
      const [same, effects] = transition(both, { type: 'join', visitor: { ...visitor(CY), visit } }, AT);
      expect(same).toBe(both);
      expect(effects).toMatchObject([{ type: 'refused', code: 'bad_request' }]);
    }
  });

  test('[RM3] a new visit of the same page tells that page of no loss', () => {
    const anew: RoomEvent = { type: 'join', visitor: { ...visitor(ANN), visit: 'another' } };
    expect(played(room(), join(ANN), anew)[1]).toEqual([{ type: 'record' }]);
    expect(played(room(), join(ANN), join(ANN, 1))[1]).toEqual([
      { type: 'lost', endpoint: 'ann-0', visit: 'ann-0', loss: 'moved' },
      { type: 'record' },
    ]);
  });

  test('[RM4] so many knock at once', () => {
    const crowd = Array.from({ length: MOST_KNOCKING }, (_, count) => join(`knocker ${count}`));
    const [full] = played(room({ waitingRoom: true }), ...crowd);
    expect(full.knocking).toHaveLength(MOST_KNOCKING);
    const refused = { type: 'refused', code: 'room_full' };
    expect(transition(full, join(BO), AT)).toEqual([full, [expect.objectContaining(refused)]]);
    expect(transition(full, join('knocker 0', 1), AT)[1]).toContainEqual({ type: 'knocking', endpoint: 'knocker 0-1' });
  });

  test('[RM5] who knocks from elsewhere knocks there alone, and those inside see nothing of it', () => {
    const [before] = played(room({ waitingRoom: true }), join(ANN), join(BO));
    const [moved, told] = transition(before, join(BO, 1), AT);
    expect(told).toEqual([
      { type: 'lost', endpoint: 'bo-0', visit: 'bo-0', loss: 'moved' },
      { type: 'knocking', endpoint: 'bo-1' },
    ]);
    expect(recordOf(moved)).toEqual(recordOf(before));
    const admit: RoomEvent = { type: 'admit', by: ANN, account: BO, admit: true };
    expect(recordOf(transition(moved, admit, AT)[0]).inside).toMatchObject([{ account: ANN }, { endpoint: 'bo-1' }]);
  });

  test('[RM7] lets nobody in again whom its host has removed, however they come', () => {
    const remove: RoomEvent = { type: 'remove', by: ANN, account: BO };
    for (const waitingRoom of [false, true]) {
      const [without] = played(room({ waitingRoom }), join(ANN), join(BO), remove);
      expect(without.standing.get(BO)).toBe('removed');
      for (const page of [0, 1])
        expect(transition(without, join(BO, page), AT)).toEqual([
          without,
          [{ type: 'refused', code: 'forbidden', detail: expect.any(String) }],
        ]);
    }
  });

  test('[RM11] that ends loses everyone, who is inside and who knocks', () => {
    const [full] = played(room({ waitingRoom: true }), join(ANN), join(BO));
    const [over, told] = transition(full, { type: 'end' }, AT);
    expect([...over.inside, ...over.knocking]).toEqual([]);
    expect(told).toEqual([
      { type: 'over' },
      { type: 'lost', endpoint: 'ann-0', visit: 'ann-0', loss: 'ended' },
      { type: 'lost', endpoint: 'bo-0', visit: 'bo-0', loss: 'ended' },
    ]);
  });
});

describe('whatever happens', () => {
  const account = fc.constantFrom(ANN, BO, CY, 'dee', 'eve');
  /** Most often. */
  const host = fc.oneof({ weight: 3, arbitrary: fc.constant(ANN) }, { weight: 2, arbitrary: account });
  const page = fc.nat({ max: 2 });
  const event: fc.Arbitrary<RoomEvent> = fc.oneof(
    { weight: 8, arbitrary: fc.tuple(account, page).map(([who, at]) => join(who, at)) },
    {
      weight: 2,
      arbitrary: fc.tuple(account, page).map(([who, at]): RoomEvent => ({ type: 'leave', place: visitor(who, at) })),
    },
    {
      weight: 4,
      arbitrary: fc.record({ type: fc.constant('admit' as const), by: host, account, admit: fc.boolean() }),
    },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('remove' as const), by: host, account }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('end' as const), by: account }) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(account, page)
        .map(([who, at]): RoomEvent => ({ type: 'endpoint-gone', endpoint: `${who}-${at}` })),
    },
    { weight: 1, arbitrary: account.map((who): RoomEvent => ({ type: 'out', account: who, loss: 'moved' })) },
    { weight: 2, arbitrary: fc.constant<RoomEvent>({ type: 'tick' }) },
  );
  const story = fc.record({
    waitingRoom: fc.boolean(),
    events: fc.array(fc.tuple(event, fc.nat({ max: 2 * PLACE_KEPT_MS })), { maxLength: 60 }),
  });

  test('[RM3] [RM4] [RM5] [RM6] [RM7] [RM8] nobody is inside twice or beyond the most, one hosts, and every change is told', () => {
    fc.assert(
      fc.property(story, ({ waitingRoom, events }) => {
        let now = AT;
        let present = room({ waitingRoom });
        for (const [event, ms] of events) {
          now += ms;
          const [next, effects] = transition(present, event, now);
          const types = effects.map(({ type }) => type);
          const [inside, knocking] = [accountsIn(next.inside), accountsIn(next.knocking)];
          expect(new Set([...inside, ...knocking]).size).toBe(inside.length + knocking.length);
          expect(inside.length).toBeLessThanOrEqual(next.most);
          if (inside.length > 0) expect(inside).toContain(hostOf(next));
          if (inside.includes(ANN)) expect(hostOf(next)).toBe(ANN);
          if (!waitingRoom) expect(knocking).toEqual([]);
          for (const who of [...inside, ...knocking]) expect(next.standing.get(who)).not.toBe('removed');
          if (waitingRoom) for (const who of inside) if (who !== ANN) expect(next.standing.get(who)).toBe('admitted');

          const { version, ...said } = recordOf(next);
          const { version: former, ...before } = recordOf(present);
          if (types.includes('over')) return void expect([...inside, ...knocking]).toEqual([]);
          expect(next.idleSince === null).toBe(inside.length > 0);
          expect(version - former).toBe(types.includes('record') ? 1 : 0);
          if (version === former) expect(said).toEqual(before);
          for (const { endpoint } of next.knocking) expect(JSON.stringify(said)).not.toContain(`"${endpoint}"`);
          if (types.includes('refused')) expect([next, effects.length]).toEqual([present, 1]);
          for (const effect of effects) {
            if (effect.type === 'saved') expect(hostOf(present)).toBe('by' in event ? event.by : '');
            if (effect.type === 'told') expect(accountsIn(next.inside)).toContain(effect.endpoint.split('-')[0]);
          }
          present = next;
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
