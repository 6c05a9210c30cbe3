import type { PeerMessage } from '#shared/core/call/peer.ts';
import { call as machine } from '#shared/core/call/transition.ts';
import type { AppEffect, AppEvent, Mind } from '#shared/core/mind.ts';
import { newMind } from '#shared/core/mind.ts';
import { defaultPrivacy } from '#shared/core/privacy/privacy.ts';
import { transition } from '#shared/core/transition.ts';
import type { CallParty } from '#shared/protocol/call.ts';
import type { ClientFrame } from '#shared/protocol/client-frames.ts';
import type { RelayFrame } from '#shared/protocol/frames.ts';
import type { AccountId, CallId, DeviceId } from '#shared/protocol/ids.ts';
import { createFakeClock } from '#tests/fakes/fake-clock.ts';
import { uuid } from '#tests/fakes/ids.ts';
import { createModelRelay, type ModelEndpoint } from '#tests/fakes/model-relay.ts';

/** What waits to happen, in its order; the world decides which queue is next. */
type Queue = (() => void)[];

interface Socket {
  readonly toRelay: Queue;
  readonly toClient: Queue;
  readonly waiting: Map<string, Extract<AppEffect, { type: 'call-request' }>['frame']>;
  endpoint?: ModelEndpoint;
}

export interface Someone {
  readonly name: string;
  readonly account: AccountId;
  readonly device: DeviceId;
  mind(): Mind;
  happen(event: AppEvent): void;
  /** The relay cannot be reached, or can again. */
  setReachable(reachable: boolean): void;
  /** The socket breaks; this side notices now, the relay a little later. */
  breakSocket(): void;
  /** The next frame from the relay comes twice. */
  repeat(): void;
  /** The next two frames from the relay change places. */
  reorder(): void;
  /** The page is gone for good. */
  die(): void;
}

export interface World {
  readonly people: readonly Someone[];
  readonly relay: ReturnType<typeof createModelRelay>;
  now(): number;
  newCall(): CallId;
  /** Lets the nth of all the things happen that could happen now. */
  deliver(n: number): void;
  deliverAll(): void;
  advance(ms: number): void;
  /** The way between the devices, past the relay. */
  setPath(up: boolean): void;
}

const prekey = { id: 1, key: '', signature: '' };

/** Media paths: there while both ends are open and the network between them is up. */
const createPaths = (queues: (device: DeviceId) => Queue) => {
  interface End {
    readonly call: CallId;
    readonly from: DeviceId;
    readonly to: CallParty;
    readonly hear: (event: Extract<AppEvent, { type: 'peer' }>['event']) => void;
    untold: PeerMessage[];
    connected: boolean;
  }
  let ends: readonly End[] = [];
  let up = true;

  const other = ({ call, from, to }: End): End | undefined =>
    ends.find((end) => end.call === call && end.from === to.device && end.to.device === from);

  const settle = (): void => {
    for (const end of ends) {
      const connected = up && other(end) !== undefined;
      if (connected === end.connected) continue;
      end.connected = connected;
      queues(end.from).push(() => {
        if (ends.includes(end)) end.hear(connected ? { type: 'path-connected' } : { type: 'path-lost', ago: 0 });
      });
    }
    for (const end of ends) {
      const far = other(end);
      if (!end.connected || !far) continue;
      for (const message of end.untold.splice(0))
        queues(far.from).push(() => {
          if (ends.includes(far)) far.hear({ type: 'message', message });
        });
    }
  };

  const keep = (isKept: (end: End) => boolean): void => {
    ends = ends.filter(isKept);
    settle();
  };

  return {
    open: (from: DeviceId, call: CallId, to: CallParty, hear: End['hear']) => {
      if (ends.some((end) => end.from === from && end.call === call && end.to.endpoint === to.endpoint)) return;
      ends = [
        ...ends.filter((end) => end.from !== from || end.to.device !== to.device),
        { from, call, to, hear, untold: [], connected: false },
      ];
      settle();
    },
    /** Over the one path that is the call's. */
    tell: (device: DeviceId, message: PeerMessage) => {
      ends.find(({ from }) => from === device)?.untold.push(message);
      settle();
    },
    /** The end of this device leads to another one from now on. */
    readdress: (from: DeviceId, to: CallParty, hear: End['hear']) => {
      if (ends.some((end) => end.from === from && end.to.device === to.device)) return;
      ends = ends.map((end) => (end.from === from ? { ...end, to, hear } : end));
      settle();
    },
    goLive: (device: DeviceId, to: CallParty) => keep((end) => end.from !== device || end.to.device === to.device),
    close: (device: DeviceId) => keep(({ from }) => from !== device),
    set: (now: boolean) => {
      up = now;
      settle();
    },
  };
};

export const createWorld = (
  who: readonly { readonly name: string; readonly account: AccountId; readonly device: DeviceId }[],
  check: (someone: Someone, now: number) => void,
): World => {
  const clock = createFakeClock();
  const relay = createModelRelay(clock);
  const local = new Map<DeviceId, Queue>(who.map(({ device }) => [device, []]));
  const queueOf = (device: DeviceId): Queue => local.get(device) ?? [];
  const paths = createPaths(queueOf);
  const sockets: Socket[] = [];
  const hearers = new Map<DeviceId, Someone['happen']>();
  /** Past the relay: what own devices tell each other. */
  const hand = (to: DeviceId, event: AppEvent): void => void queueOf(to).push(() => hearers.get(to)?.(event));
  /** In which call somebody does not want to be heard, as they have said last on whichever device had it. */
  const silent = new Map<AccountId, CallId | undefined>();
  let calls = 0;

  for (const { name, account, device } of who) relay.enrol(account, name, { device, signing_key: '', prekey });
  for (const a of who) for (const b of who) if (a.account !== b.account) relay.befriend(a.account, b.account);

  const create = ({ name, account, device }: (typeof who)[number]): Someone => {
    let mind = newMind(true, machine);
    let socket: Socket | undefined;
    let reachable = true;
    let cursor = 0;
    let requests = 0;
    let dead = false;
    let mutedIn: CallId | undefined;
    let mangle: 'repeat' | 'reorder' | undefined;
    const timers = new Map<string, () => void>();
    const soon = (event: AppEvent): void => void queueOf(device).push(() => happen(event));

    const hear = (at: Socket, frame: RelayFrame): void => {
      if (socket !== at) return;
      if (frame.type === 'ok' || frame.type === 'error') {
        const request = at.waiting.get(frame.id ?? '');
        at.waiting.delete(frame.id ?? '');
        const refusal = frame.type === 'error' ? { refusal: frame.error_code } : {};
        if (request) happen({ type: 'call-request-answered', call: request.call, request: request.type, ...refusal });
      }
      happen({ type: 'frame', frame });
    };

    const lose = (): void => {
      const lost = socket;
      if (!lost) return;
      socket = undefined;
      lost.toClient.splice(0);
      lost.toRelay.splice(0);
      // The relay notices later than the client does.
      lost.toRelay.push(() => lost.endpoint?.gone());
      for (const { call, type } of lost.waiting.values())
        soon({ type: 'call-request-answered', call, request: type, refusal: 'offline' });
      lost.waiting.clear();
    };

    const connect = (): void => {
      lose();
      if (!reachable) return soon({ type: 'link-refused', reason: 'offline' });
      const opened: Socket = { toRelay: [], toClient: [], waiting: new Map() };
      socket = opened;
      sockets.push(opened);
      opened.endpoint = relay.open(account, device, {
        frame: (frame) => {
          const arrival = () => hear(opened, frame);
          // Only what carries a version may overtake, or come again.
          if (mangle && frame.type === 'call') {
            if (mangle === 'repeat') opened.toClient.push(arrival);
            else {
              opened.toClient.splice(-1, 0, arrival);
              mangle = undefined;
              return;
            }
            mangle = undefined;
          }
          opened.toClient.push(arrival);
        },
        closed: () => undefined,
      });
    };

    const send = (frame: ClientFrame): void => {
      const at = socket;
      at?.toRelay.push(() => at.endpoint?.receive(frame));
    };

    const run = (effect: AppEffect): void => {
      switch (effect.type) {
        case 'socket':
          return connect();
        case 'socket-end':
          return lose();
        case 'hello':
          return send({ type: 'hello', id: 'hello', after: cursor, active: effect.active });
        case 'frame':
          return send(effect.frame);
        case 'call-request': {
          if (!socket) {
            const { call, type } = effect.frame;
            return soon({ type: 'call-request-answered', call, request: type, refusal: 'offline' });
          }
          requests += 1;
          socket.waiting.set(String(requests), effect.frame);
          return send({ ...effect.frame, id: String(requests) } as ClientFrame);
        }
        case 'timer':
          timers.get(effect.timer)?.();
          timers.set(
            effect.timer,
            clock.after(effect.ms, () => happen({ type: 'timer', timer: effect.timer })),
          );
          return;
        case 'timer-end':
          timers.get(effect.timer)?.();
          return;
        case 'inbox':
          cursor = Math.max(cursor, effect.items.at(-1)?.seq ?? 0);
          return send({ type: 'acknowledge', through: cursor });
        case 'ring-claim':
          return soon({ type: 'ring-won', call: effect.call });
        case 'call-claim':
          return soon({ type: 'call-claimed', call: effect.call, muted: mutedIn === effect.call });
        case 'capture-end':
          if (effect.device === 'microphone') mutedIn = effect.call;
          return;
        case 'capture':
          if (effect.device === 'microphone') mutedIn = undefined;
          if (effect.device === 'microphone' && silent.get(account) === effect.call)
            throw new Error(`${name} is heard, and has not unmuted`);
          return soon({ type: 'device-started', call: effect.call, device: effect.device });
        case 'peer-link': {
          const { call } = effect;
          const { device: far } = effect.peer;
          return paths.open(device, call, effect.peer, (event) => happen({ type: 'peer', call, device: far, event }));
        }
        case 'peer-address': {
          const { call } = effect;
          const { device: far } = effect.peer;
          return paths.readdress(device, effect.peer, (event) => happen({ type: 'peer', call, device: far, event }));
        }
        case 'peer-live':
          return paths.goLive(device, effect.peer);
        case 'peer-message':
          return paths.tell(device, effect.message);
        case 'call-media-end':
          return paths.close(device);
        case 'handover-ask':
          return hand(effect.device, { type: 'handover-asked', call: effect.call, by: device, nonce: '' });
        case 'handover-tell':
          return hand(effect.to, { type: 'handover-told', call: effect.call, by: device, had: effect.had });
        default:
          return;
      }
    };

    const happen = (event: AppEvent): void => {
      if (dead) return;
      const { call } = mind.app;
      // A device that does not have the call yet silences no other.
      if (event.type === 'device-set' && call.phase === 'active' && (event.on || call.movingFrom === undefined))
        silent.set(account, event.on ? undefined : call.call);
      const [next, effects] = transition(mind, { ...event, now: clock.now(), jitter: 0 });
      mind = next;
      for (const effect of effects) run(effect);
      check(someone, clock.now());
    };

    hearers.set(device, happen);
    const someone: Someone = {
      name,
      account,
      device,
      mind: () => mind,
      happen,
      setReachable: (now) => {
        reachable = now;
        if (now) happen({ type: 'network-returned' });
        else someone.breakSocket();
      },
      breakSocket: () => {
        if (!socket) return;
        lose();
        happen({ type: 'link-closed', code: 1006 });
      },
      repeat: () => {
        mangle = 'repeat';
      },
      reorder: () => {
        mangle = 'reorder';
      },
      die: () => {
        dead = true;
        lose();
        paths.close(device);
      },
    };
    return someone;
  };

  const people = who.map(create);
  const queues = (): readonly Queue[] =>
    [...local.values(), ...sockets.flatMap(({ toRelay, toClient }) => [toRelay, toClient])].filter(
      ({ length }) => length > 0,
    );

  const deliver = (n: number): void => {
    const waiting = queues();
    waiting[n % waiting.length]?.shift()?.();
  };
  const deliverAll = (): void => {
    while (queues().length > 0) deliver(0);
  };

  for (const { account, device, name, happen } of people) {
    happen({
      type: 'session-found',
      privacy: defaultPrivacy,
      session: { relay: 'https://relay.test', account: { uid: account, login: name, role: 'person' }, device },
    });
  }
  deliverAll();

  return {
    people,
    relay,
    now: clock.now,
    newCall: () => {
      calls += 1;
      // Ids in no order, so that either of two crossing calls may be the lower one.
      return uuid(((calls * 7_919) % 1_000) + 0xca000);
    },
    deliver,
    deliverAll,
    advance: clock.advance,
    setPath: paths.set,
  };
};
