import { expect } from 'vitest';
import type { ActiveCall } from '#shared/core/call/call.ts';
import type { PeerEvent } from '#shared/core/call/peer.ts';
import { call as machine } from '#shared/core/call/transition.ts';
import { type AppEffect, type AppEvent, type Mind, newMind } from '#shared/core/mind.ts';
import { defaultPrivacy } from '#shared/core/privacy/privacy.ts';
import { transition } from '#shared/core/transition.ts';
import type { CallParty, CallRecord } from '#shared/protocol/call.ts';
import type { IceServer, RelayFrame } from '#shared/protocol/frames.ts';
import { ann, annLaptop, annPhone, bo, boPhone, uuid } from '#tests/fakes/ids.ts';

export const NOW = 1_800_000_000_000;
export const CALL = uuid(0xca11);

export const me: CallParty = { account: ann, device: annPhone, endpoint: 'here' };
export const myOtherWindow: CallParty = { account: ann, device: annPhone, endpoint: 'window' };
export const myLaptop: CallParty = { account: ann, device: annLaptop, endpoint: 'laptop' };
export const them: CallParty = { account: bo, device: boPhone, endpoint: 'there' };

const facts = (caller: CallParty) => ({
  call: CALL,
  media: 'audio' as const,
  caller,
  callee: caller.account === ann ? bo : ann,
  created_at: NOW,
});
type Change = Partial<Pick<CallRecord, 'version' | 'call' | 'created_at' | 'media'>>;

export const proposed = (
  caller: CallParty,
  change: Change & { readonly notified?: string[]; readonly ring_seconds?: number } = {},
): CallRecord => ({
  ...facts(caller),
  version: 1,
  notified: [],
  ...change,
  state: 'proposed',
});
export const ringing = (
  caller: CallParty,
  change: Change & {
    readonly ringing?: string[];
    readonly ready?: CallParty[];
    readonly notified?: string[];
    readonly ring_seconds?: number;
  } = {},
): CallRecord => ({
  ...facts(caller),
  version: 2,
  ringing: [],
  ready: [],
  notified: [],
  ...change,
  state: 'ringing',
});
export const accepted = (caller: CallParty, answerer: CallParty, change: Change = {}): CallRecord => ({
  ...facts(caller),
  version: 3,
  answered_at: NOW,
  ...change,
  answerer,
  state: 'accepted',
});
export const ended = (
  caller: CallParty,
  change: Change & Partial<Omit<Extract<CallRecord, { state: 'ended' }>, 'state'>> = {},
): CallRecord => ({
  ...facts(caller),
  version: 9,
  ended_at: NOW + 8_000,
  reason: 'hang-up',
  ...change,
  state: 'ended',
});

/** One context under test: what it is told and what it does. */
export interface Scene {
  readonly mind: Mind;
  readonly effects: readonly AppEffect[];
  readonly now: number;
}

const set = (scene: Scene, event: AppEvent, later = 0): Scene => {
  const now = scene.now + later;
  const [mind, effects] = transition(scene.mind, { ...event, now, jitter: 0 });
  return { mind, effects, now };
};

/** What happens, one after the other; the effects are those of the last. */
export const play = (scene: Scene, ...events: readonly AppEvent[]): Scene =>
  events.reduce((now, event) => set(now, event), scene);
export const later = (scene: Scene, ms: number, event: AppEvent): Scene => set(scene, event, ms);

export const frame = (said: RelayFrame): AppEvent => ({ type: 'frame', frame: said });
export const told = (record: CallRecord): AppEvent => frame({ type: 'call', record });

export const welcome = (
  endpoint = 'here',
  skew = 0,
  iceServers: readonly IceServer[] = [],
  ringSeconds = 60,
): AppEvent =>
  frame({
    type: 'welcome',
    endpoint,
    account: { uid: ann, login: 'ann', role: 'person' },
    device: annPhone,
    server_time: NOW + skew,
    ice_servers: [...iceServers],
    limits: { max_frame_bytes: 65_536, ring_seconds: ringSeconds, ping_seconds: 20 },
    resume: 'resume',
  });

export const signedIn = ({ calling = true, visible = true } = {}): Scene =>
  play(
    { mind: newMind(calling, machine), effects: [], now: NOW },
    { type: 'visibility-changed', visible },
    {
      type: 'session-found',
      privacy: defaultPrivacy,
      session: { relay: 'https://relay.test', account: { uid: ann, login: 'ann', role: 'person' }, device: annPhone },
    },
  );

export const online = (options?: Parameters<typeof signedIn>[0]): Scene => play(signedIn(options), welcome());

export const call = ({ mind }: Scene) => mind.app.call;
export const types = ({ effects }: Scene): readonly string[] => effects.map(({ type }) => type);

export const calling = (scene: Scene, media: 'audio' | 'video' = 'audio'): Scene =>
  play(scene, { type: 'call-started', call: CALL, person: bo, media });

/** On the path to bo's phone. */
export const peerSays = (event: PeerEvent): AppEvent => ({ type: 'peer', call: CALL, device: them.device, event });

/** In a call that ann has made, on the path or not. */
export const talking = (connected = true): Scene => {
  const answered = play(calling(online()), told(accepted(me, them)));
  return connected ? play(answered, peerSays({ type: 'path-connected' })) : answered;
};

export const active = (scene: Scene): ActiveCall => {
  const now = call(scene);
  if (now.phase !== 'active') throw new Error(`The call is ${now.phase}`);
  return now;
};

export const dropLink: AppEvent = { type: 'link-closed', code: 1006 };
export const request = (type: string) =>
  expect.objectContaining({ type: 'call-request', frame: expect.objectContaining({ type }) });
export const ending = (scene: Scene) => {
  const now = call(scene);
  return now.phase === 'ended' ? now.ending : now.phase;
};
export const answered = (
  type: 'call-invite' | 'call-accept' | 'call-end' | 'call-decline' | 'call-join',
  refusal?: 'offline' | 'call_over' | 'rate_limited' | 'call_unknown',
): AppEvent => ({
  type: 'call-request-answered',
  call: CALL,
  request: type,
  ...(refusal && { refusal }),
});
