import type { CallId, DeviceId, Instant } from '#shared/protocol/ids.ts';
import { assertNever } from '../assert-never.ts';
import { connected } from './begin.ts';
import type { ActiveCall } from './call.ts';
import { devicesMessage, withQuality } from './devices.ts';
import type { CallEffect } from './effects.ts';
import { type CallStep, endedHere, giveUp, secondsSince } from './endings.ts';
import { onLeaving, onPathFailed, seek } from './ladder.ts';
import type { CallPlace, CallState } from './memory.ts';
import type { PeerEvent, PeerMessage } from './peer.ts';
import { stopShare } from './share.ts';
import { onWarmPeer } from './warm-up.ts';

// What the media path says. The relay's reachability plays no part in it.

const onMessage = (
  state: CallState,
  call: ActiveCall,
  message: PeerMessage,
  place: CallPlace,
  now: Instant,
): CallStep => {
  switch (message.type) {
    case 'devices': {
      const { microphone, camera } = message;
      if (call.remoteMicrophone === microphone && call.remoteCamera === camera) return [state, []];
      return [{ ...state, call: { ...call, remoteMicrophone: microphone, remoteCamera: camera } }, []];
    }
    case 'paused': {
      const { remotePaused: _, ...awake } = call;
      const next: ActiveCall = message.paused ? { ...awake, remotePaused: true } : awake;
      // How its loss is told has changed.
      return call.path.state === 'reconnecting'
        ? seek(state, next, call.path.since, now)
        : [{ ...state, call: next }, []];
    }
    case 'leaving':
      return onLeaving(state, call, now);
    case 'hang-up': {
      const ending = endedHere('hang-up', 'them', secondsSince(call.answeredAt, now));
      // Whoever hung up may be gone before the relay has heard of it.
      return giveUp(state, call, ending, { call: call.call, act: 'call-end' }, place);
    }
    case 'stop-your-share':
      return stopShare(state, call, message.share);
    case 'watching':
      // Everybody sees everybody by now.
      return [state, []];
    case 'answered':
      // It has been heard of from the relay.
      return [state, []];
    case 'strain':
      // The link has made it a part of the quality.
      return [state, []];
    case 'share-stopped':
      // The link says so of the stream, too.
      return [state, []];
    case 'text':
      // Two people have a conversation, which is kept.
      return [state, []];
    default:
      return assertNever(message);
  }
};

/** What the path of a call to a device says of itself. */
export interface PeerTold {
  readonly type: 'peer';
  readonly call: CallId;
  /** At the other end. */
  readonly device: DeviceId;
  readonly event: PeerEvent;
}

export const onPeer = (
  state: CallState,
  { call: id, device, event }: PeerTold,
  place: CallPlace,
  now: Instant,
): CallStep => {
  const { call } = state;
  if (call.phase === 'none' || call.call !== id) return [state, []];
  if (call.phase !== 'active') return onWarmPeer(state, device, event, place, now);
  if (call.peer.device !== device) return [state, []];
  const next = (change: Partial<ActiveCall>, effects: readonly CallEffect[] = []): CallStep => [
    { ...state, call: { ...call, ...change } },
    effects,
  ];
  switch (event.type) {
    case 'path-connected': {
      if (call.path.state === 'connected') return [state, []];
      const first = call.path.state === 'connecting' && place.link === 'online';
      const path = { state: 'connected' } as const;
      const { arrived: _, ...here } = call;
      return [
        { ...state, call: { ...here, path } },
        [{ type: 'timer-end', timer: 'call' }, ...(first ? connected({ ...call, path }) : [])],
      ];
    }
    case 'path-lost':
      return call.path.state === 'connected' ? seek(state, call, now - event.ago, now) : [state, []];
    case 'path-failed':
      return onPathFailed(state, call, place, now);
    case 'peer-renewed':
      return [state, [{ type: 'peer-message', call: call.call, message: devicesMessage(call) }]];
    case 'quality':
      return withQuality(state, call, event.quality);
    case 'remote-stream':
      return call.remoteStream === event.stream ? [state, []] : next({ remoteStream: event.stream });
    case 'remote-share': {
      const { stream, share, kind, sound } = event;
      const others = call.remoteShares.filter((known) => known.stream !== stream);
      return next({ remoteShares: [...others, { stream, share, kind, sound }] });
    }
    case 'remote-share-ended': {
      const remoteShares = call.remoteShares.filter(({ stream }) => stream !== event.stream);
      return remoteShares.length === call.remoteShares.length ? [state, []] : next({ remoteShares });
    }
    case 'message':
      return onMessage(state, call, event.message, place, now);
    default:
      return assertNever(event);
  }
};
