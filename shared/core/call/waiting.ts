import type { CallMedia } from '#shared/protocol/call.ts';
import type { CallId, Instant } from '#shared/protocol/ids.ts';
import { isSilentRing } from '../privacy/ring-manner.ts';
import { answer, decline, hangUp } from './acts.ts';
import { isWaiting } from './answerable.ts';
import { isKnownToRing, isWorthRinging, type RingingRecord, ring, ringLeft } from './begin.ts';
import type { WaitingCall } from './call.ts';
import type { CallEffect } from './effects.ts';
import { type CallStep, leave, say } from './endings.ts';
import { type CallPlace, type CallState, remember } from './memory.ts';

// Somebody calls during a call. Nothing of the present one changes until the person decides (call-flow.md R15).

export type WaitingEvent =
  /** Leaves the present call, or who rings, for this one. */
  | { readonly type: 'waiting-answered'; readonly call: CallId; readonly media: CallMedia }
  /** Also where it is not shown, or has not been heard of: a notification may outlive the context that showed it. */
  | { readonly type: 'waiting-declined'; readonly call: CallId };

/** Who calls this person, as far as it is still worth ringing; in just this call where one is given. */
export const whoCalls = (
  { memory }: CallState,
  place: CallPlace,
  now: Instant,
  wanted?: CallId,
): RingingRecord | undefined => {
  for (const [id, record] of memory.records) {
    if (wanted !== undefined && id !== wanted) continue;
    if (record === 'over' || (record.state !== 'proposed' && record.state !== 'ringing')) continue;
    if (record.callee === place.account && isWorthRinging(record, place, now)) return record;
  }
  return undefined;
};

/** Shows who calls, or no longer does. */
export const showWaiting = (state: CallState, place: CallPlace, now: Instant): CallStep => {
  const { call } = state;
  if (call.phase !== 'active') return [state, []];
  const record = place.privacy.rings.waiting ? whoCalls(state, place, now) : undefined;
  if (record?.call === call.waiting?.call) return [state, []];
  const { waiting: _, ...alone } = call;
  if (!record) {
    return [
      { ...state, call: alone },
      [
        { type: 'timer-end', timer: 'ring' },
        { type: 'tone', tone: 'silence' },
      ],
    ];
  }
  const person = record.caller.account;
  const told: readonly CallEffect[] = isKnownToRing(record, place)
    ? []
    : [{ type: 'frame', frame: { type: 'call-ringing', call: record.call } }];
  const silent = isSilentRing(place.privacy.rings, person, now);
  const tone: readonly CallEffect[] = silent ? [] : [{ type: 'tone', tone: 'waiting' }];
  const waiting: WaitingCall = { call: record.call, person, media: record.media, ...(silent && { silent }) };
  return [
    { ...state, call: { ...alone, waiting } },
    [...told, { type: 'timer', timer: 'ring', ms: ringLeft(record, place, now) }, ...tone],
  ];
};

const switchTo = (
  state: CallState,
  record: RingingRecord,
  media: CallMedia,
  place: CallPlace,
  now: Instant,
): CallStep => {
  const { call } = state;
  // Who only rings is left to ring.
  const rings = call.phase === 'incoming' && !call.answering;
  const [left, leaving] = rings ? leave(state, call, { phase: 'none' }) : hangUp(state, place, now);
  const [rung, ringing] = ring(left, record, place, now);
  const [answered, answering] = answer(rung, media, place, now);
  return [answered, [...leaving, ...ringing, ...answering]];
};

/** Just this call, so that it does not ring here any more. */
const declineThis = (state: CallState, id: CallId, place: CallPlace): CallStep => {
  const { call, memory } = state;
  if (call.phase !== 'none' && call.call === id) return decline(state, place);
  const record = memory.records.get(id);
  if (record === 'over' || (record && record.state !== 'proposed' && record.state !== 'ringing')) return [state, []];
  return say({ ...state, memory: remember(memory, id, 'over') }, { call: id, act: 'call-decline' }, place);
};

export const waiting = (state: CallState, event: WaitingEvent, place: CallPlace, now: Instant): CallStep => {
  if (event.type === 'waiting-declined') return declineThis(state, event.call, place);
  if (!isWaiting(state.call, event.call)) return [state, []];
  const record = whoCalls(state, place, now, event.call);
  return record ? switchTo(state, record, event.media, place, now) : [state, []];
};
