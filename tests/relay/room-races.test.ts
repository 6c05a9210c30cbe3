import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noRoom, type RoomEffect, type RoomEvent, type RoomState } from '#shared/core/rooms/state.ts';
import { room as machine } from '#shared/core/rooms/transition.ts';
import type { RoomNews, RoomVisit } from '#shared/protocol/room.ts';
import {
  type RoomEvent as Act,
  type Room,
  recordOf,
  type RoomEffect as Said,
  transition,
} from '../../relay/features/rooms/room.ts';

// The relay's room and the pages of those who enter it, with every message, socket and connection in the test's hand.

const CODE = 'AbCdEf1234';
/** Whose the pages are: ann has made the room, bo and cy have two each. */
const PAGES = ['ann', 'bo', 'bo', 'cy', 'cy'];

interface Page {
  readonly account: string;
  state: RoomState;
  socket: string | undefined;
  /** What is on its way from the relay, and to it. */
  coming: RoomNews[];
  going: (() => void)[];
  /** Its connections, and whether each is well. */
  readonly links: Map<RoomVisit, boolean>;
  captures: boolean;
}

const openWorld = (waitingRoom: boolean) => {
  let now = 1_000_000;
  let names = 0;
  /** Sockets as the relay knows them. */
  const sockets = new Map<string, Page>();
  const wereInside = new Set<RoomVisit>();
  const pages = PAGES.map(
    (account): Page => ({
      account,
      state: noRoom,
      socket: undefined,
      coming: [],
      going: [],
      links: new Map(),
      captures: false,
    }),
  );

  const empty = (standing: Room['standing']): Room => ({
    code: CODE,
    proof: new Uint8Array(32),
    epoch: `epoch ${names++}`,
    version: 0,
    about: '',
    creator: 'ann',
    waitingRoom,
    most: 6,
    inside: [],
    knocking: [],
    standing,
    idleSince: now,
  });
  let room = empty(new Map());

  const tell = (endpoint: string, news: RoomNews): void => {
    const page = sockets.get(endpoint);
    if (page?.socket === endpoint) page.coming.push(news);
  };
  const play = (effect: Said): void => {
    const record: RoomNews = { type: 'record', record: recordOf(room) };
    if (effect.type === 'record') for (const { endpoint } of room.inside) tell(endpoint, record);
    else if (effect.type === 'told') tell(effect.endpoint, record);
    else if (effect.type === 'knocking') tell(effect.endpoint, { type: 'knocking', room: CODE });
    else if (effect.type === 'lost')
      tell(effect.endpoint, { type: 'lost', room: CODE, visit: effect.visit, loss: effect.loss });
  };
  const apply = (act: Act): void => {
    const [next, effects] = transition(room, act, now);
    room = next;
    for (const { visit } of room.inside) wereInside.add(visit);
    effects.forEach(play);
    if (room.inside.length + room.knocking.length === 0) room = empty(room.standing);
  };
  const asks = (page: Page, work: (endpoint: string) => void): void => {
    const { socket } = page;
    if (socket !== undefined) page.going.push(() => void (sockets.get(socket) === page && work(socket)));
  };

  const join = (page: Page, again: boolean): void => {
    const { account, state } = page;
    const { visit } = state;
    const answer = (refusal?: 'offline' | 'forbidden' | 'room_full'): void => {
      if (page.state.visit === visit) step(page, { type: 'join-answered', ...(refusal && { refusal }) });
    };
    if (page.socket === undefined) return answer('offline');
    asks(page, (endpoint) => {
      const visitor = { account, login: account, device: account, endpoint, visit };
      const [, [first]] = transition(room, { type: 'join', visitor }, now);
      if (first?.type === 'refused') return answer(first.code as 'forbidden');
      answer();
      const there = [...room.inside, ...room.knocking].find((other) => other.account === account);
      if (again && there && there.visit !== visit)
        return tell(endpoint, { type: 'lost', room: CODE, visit, loss: 'moved' });
      apply({ type: 'join', visitor });
    });
  };
  /** Over every connection that both of its ends have. */
  const hangUp = (page: Page, visit: RoomVisit): void => {
    for (const other of pages)
      if (page.links.get(other.state.visit) && other.links.get(visit))
        step(other, { type: 'peer', visit, event: { type: 'message', message: { type: 'hang-up' } } });
  };
  const run = (page: Page, effect: RoomEffect, visit: RoomVisit): void => {
    if (effect.type === 'join') join(page, effect.again);
    else if (effect.type === 'leave')
      asks(page, (endpoint) =>
        apply({ type: 'leave', place: { account: page.account, device: page.account, endpoint } }),
      );
    else if (effect.type === 'connect') page.links.set(effect.person.visit, false);
    else if (effect.type === 'disconnect') page.links.delete(effect.visit);
    else if (effect.type === 'tell' && effect.message.type === 'hang-up') hangUp(page, visit);
    else if (effect.type === 'capture') page.captures = true;
    else if (effect.type === 'media-end') {
      page.links.clear();
      page.captures = false;
    }
  };
  const step = (page: Page, event: RoomEvent): void => {
    const { visit } = page.state;
    const [next, effects] = machine(page.state, event, { account: page.account, login: page.account, now });
    page.state = next;
    for (const effect of effects) run(page, effect, next.visit || visit);
  };

  const arrive = (page: Page): void => {
    const news = page.coming.shift();
    if (news && news.type !== 'signal' && news.type !== 'look') step(page, { type: 'news', news });
  };
  const lose = (page: Page): void => {
    page.socket = undefined;
    page.coming = [];
    page.going = [];
  };
  const notice = (): void => {
    for (const [socket, page] of sockets) {
      if (page.socket === socket) continue;
      sockets.delete(socket);
      apply({ type: 'endpoint-gone', endpoint: socket });
    }
  };
  const enter = (page: Page): void =>
    step(page, { type: 'join-asked', code: CODE, link: '', visit: `visit ${names++}` });

  const acts = {
    enter,
    leave: (page: Page) => step(page, { type: 'leave-asked' }),
    leaveAndEnter: (page: Page) => {
      step(page, { type: 'leave-asked' });
      enter(page);
    },
    ask: (page: Page) => page.going.shift()?.(),
    arrive,
    flow: () => {
      for (const page of pages) while (page.going.length > 0) page.going.shift()?.();
      for (const page of pages) while (page.coming.length > 0) arrive(page);
    },
    meet: () => {
      for (const page of pages)
        for (const [visit, isWell] of [...page.links]) {
          const hasBoth = pages.some(({ state, links }) => state.visit === visit && links.has(page.state.visit));
          if (hasBoth === isWell || !page.links.has(visit)) continue;
          page.links.set(visit, hasBoth);
          step(page, {
            type: 'peer',
            visit,
            event: hasBoth ? { type: 'path-connected' } : { type: 'path-lost', ago: 0 },
          });
        }
    },
    disconnect: (page: Page) => {
      if (page.socket === undefined) return;
      lose(page);
      step(page, { type: 'link-down' });
    },
    connect: (page: Page) => {
      if (page.socket !== undefined) return;
      page.socket = `socket ${names++}`;
      sockets.set(page.socket, page);
      step(page, { type: 'link-up' });
    },
    notice,
    wait: () => {
      now += 16_000;
      apply({ type: 'tick' });
      for (const page of pages) step(page, { type: 'timer' });
    },
    restart: () => {
      for (const page of pages) acts.disconnect(page);
      sockets.clear();
      room = empty(room.standing);
    },
    admit: ({ account }: Page) => apply({ type: 'admit', by: recordOf(room).host, account, admit: true }),
    remove: ({ account }: Page) => apply({ type: 'remove', by: recordOf(room).host, account }),
    /** Without a word. */
    loadAnew: (page: Page) => {
      lose(page);
      page.state = noRoom;
      page.links.clear();
      page.captures = false;
    },
  };
  pages.forEach(acts.connect);

  /** Until nothing is on its way and nobody waits for anybody. */
  const settle = (): void => {
    notice();
    pages.forEach(acts.connect);
    for (let round = 0; round < 4; round++) {
      for (let turn = 0; turn < 4; turn++) {
        acts.flow();
        acts.meet();
      }
      acts.wait();
    }
    acts.flow();
  };
  return { acts, pages, settle, wereInside, room: () => room };
};

type Name = keyof ReturnType<typeof openWorld>['acts'];
const often: Readonly<Record<Name, number>> = {
  enter: 6,
  leave: 2,
  leaveAndEnter: 2,
  ask: 6,
  arrive: 6,
  flow: 4,
  meet: 5,
  disconnect: 3,
  connect: 4,
  notice: 2,
  wait: 2,
  restart: 1,
  admit: 2,
  remove: 1,
  loadAnew: 1,
};
const act = fc.tuple(
  fc.oneof(...Object.entries(often).map(([name, weight]) => ({ weight, arbitrary: fc.constant(name as Name) }))),
  fc.nat({ max: PAGES.length - 1 }),
);

/** What must not be at any moment. */
const faultsOf = ({ account, state, links, captures }: Page, wereInside: ReadonlySet<RoomVisit>): readonly string[] => {
  const others = state.room.phase === 'inside' ? state.room.people : [];
  const accounts = new Set([account, ...others.map((other) => other.account)]);
  return [
    ...(accounts.size <= others.length ? ['somebody is there twice'] : []),
    ...(links.size !== others.length || others.some(({ visit }) => !links.has(visit)) ? ['not its connections'] : []),
    ...(captures && !wereInside.has(state.visit) ? ['captures outside'] : []),
  ];
};

test('[RM3] [RM5] [RM8] whatever gets in the way of what, nobody stands in a room twice, and in the end all agree on who is inside', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.array(act, { maxLength: 80, size: 'max' }), (waitingRoom, story) => {
      const { acts, pages, settle, wereInside, room } = openWorld(waitingRoom);
      for (const [name, index] of story) {
        acts[name](pages[index] as Page);
        const faults = pages.flatMap((page) => faultsOf(page, wereInside));
        if (faults.length > 0) expect(faults).toEqual([]);
      }
      settle();
      const { inside, knocking } = room();
      const there = [...inside, ...knocking];
      const expected = pages.map(({ socket }) => {
        const place = there.find(({ endpoint }) => endpoint === socket);
        if (!place) return 'outside';
        if (!inside.includes(place)) return { knocks: place.visit };
        const others = inside.filter((other) => other !== place).map(({ visit }) => `${visit} connected`);
        return { visit: place.visit, host: recordOf(room()).host, others: others.toSorted(), captures: true };
      });
      const seen = pages.map(({ state: { room: shown, visit }, captures }) => {
        if (shown.phase === 'knocking') return { knocks: visit };
        if (shown.phase !== 'inside') return captures ? 'captures outside' : 'outside';
        const others = shown.people.map((other) => `${other.visit} ${other.unnamed ? 'unnamed' : other.path}`);
        return { visit, host: shown.host, others: others.toSorted(), captures };
      });
      expect(seen).toEqual(expected);
    }),
    { numRuns: 1_500 },
  );
}, 120_000);
