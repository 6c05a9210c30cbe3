import { assertNever } from '#shared/core/assert-never.ts';
import type { CallRequest } from '#shared/core/call/effects.ts';
import { call as machine } from '#shared/core/call/transition.ts';
import type { AppEffect, AppEvent } from '#shared/core/mind.ts';
import type { CallId, DeviceId } from '#shared/protocol/ids.ts';
import type { DeviceDirectory } from '../mail/device-directory.ts';
import type { Ports, StoredSession } from '../ports.ts';
import type { Line } from '../relay/line.ts';
import { type CallHands, createCallHands } from './call-hands.ts';
import { createHandover } from './handover.ts';
import { mutedCall } from './muted-call.ts';
import { createRingClaim } from './ring-claim.ts';
import { createSignalDesk } from './signal-desk.ts';

// All that a client takes for calls but the media, as one piece that is loaded when the first call is near.

export { machine };

export interface CallsOptions {
  readonly ports: Ports;
  readonly line: Line;
  readonly directory: DeviceDirectory;
  readonly session: () => StoredSession | undefined;
  readonly dispatch: (event: AppEvent) => void;
}

/** What only a call asks to be done. */
export type CallsEffect = Extract<
  AppEffect,
  {
    type:
      | 'call-request'
      | 'ring-claim'
      | 'ring-release'
      | 'call-claim'
      | 'tone'
      | 'loss-tone'
      | 'calling'
      | 'signal'
      | 'capture'
      | 'capture-end'
      | 'captures-end'
      | 'captures-look'
      | 'share'
      | 'share-end'
      | 'share-request-end'
      | 'peer-link'
      | 'peer-live'
      | 'peer-address'
      | 'peer-revival'
      | 'peer-preview'
      | 'peer-message'
      | 'call-media-end'
      | 'handover-ask'
      | 'handover-tell';
  }
>;

export interface Calls extends Pick<CallHands, 'stream' | 'choose' | 'report'> {
  run(effect: CallsEffect): void;
  /** From another own device; `false` where it is not about a call. */
  hear(from: DeviceId, body: string): boolean;
  close(): void;
}

export const createCalls = ({ ports, line, directory, session, dispatch }: CallsOptions): Calls => {
  const { history, windows, clock, sealer, chance } = ports;
  const desk = createSignalDesk({ clock, history, line, directory, sealer, session });
  const handover = createHandover({ chance, history, line, directory, sealer, session, dispatch });
  const hands = createCallHands({ ports, line, desk, dispatch });
  const ring = createRingClaim(windows, (won) => dispatch({ type: 'ring-won', call: won }));

  const request = async (frame: CallRequest): Promise<void> => {
    const answer = await line.request(frame);
    const refusal = answer.ok ? {} : { refusal: answer.reason };
    dispatch({ type: 'call-request-answered', call: frame.call, request: frame.type, ...refusal });
  };

  const claimed = new Set<CallId>();
  /** A lock that is never let go: who has it has the call, until the context is gone. */
  const claim = (call: CallId): void => {
    if (claimed.has(call)) return;
    claimed.add(call);
    void windows.exclusive(`call.${call}`, () => {
      dispatch({ type: 'call-claimed', call, muted: mutedCall.is(call) });
      return new Promise<void>(() => {});
    });
  };

  const run = (effect: CallsEffect): void => {
    switch (effect.type) {
      case 'call-request':
        return void request(effect.frame);
      case 'ring-claim':
        return ring.claim(effect.call);
      case 'ring-release':
        return ring.release();
      case 'call-claim':
        return claim(effect.call);
      case 'tone':
        return hands.tone(effect.tone);
      case 'loss-tone':
        return hands.lossTone();
      case 'calling':
        desk.prepare(effect.person);
        return hands.prepare();
      case 'signal':
        return desk.hear(effect.signal);
      case 'capture':
        if (effect.device === 'microphone') mutedCall.write(undefined);
        return hands.capture(effect.call, effect.device);
      case 'capture-end':
        if (effect.device === 'microphone') mutedCall.write(effect.call);
        return hands.endCapture(effect.device);
      case 'captures-end':
        return hands.endCaptures();
      case 'captures-look':
        return hands.lookAtCaptures(effect.call);
      case 'share':
        return hands.share(effect.call, effect.kind, effect.tabCapture);
      case 'share-end':
        return hands.endShare(effect.stream);
      case 'share-request-end':
        return hands.endShareRequest();
      case 'peer-link':
        return hands.connect(effect.call, effect.role, effect.peer, effect);
      case 'peer-live':
        return hands.goLive(effect.peer);
      case 'peer-address':
        hands.address(effect.peer);
        return hands.revive();
      case 'peer-revival':
        return hands.revive();
      case 'peer-preview':
        return hands.preview(effect.peer);
      case 'peer-message':
        return hands.tell(effect.message, effect.to);
      case 'call-media-end':
        return hands.end();
      case 'handover-ask':
        return handover.ask(effect.call, effect.device);
      case 'handover-tell':
        return handover.tell(effect.call, effect.to, effect.nonce, effect.had);
      default:
        assertNever(effect);
    }
  };

  return {
    run,
    hear: handover.hear,
    stream: hands.stream,
    report: hands.report,
    choose: hands.choose,
    close: () => {
      ring.release();
      hands.tone('silence');
      hands.end();
    },
  };
};
