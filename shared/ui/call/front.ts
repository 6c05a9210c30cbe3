import { createSignal } from 'solid-js';
import type { ActiveCall, OutgoingCall, StreamId } from '#shared/core/call/call.ts';
import type { CallId } from '#shared/protocol/ids.ts';

/** What stands large on the stage: the other person, or a share by its stream. */
export type Front = 'person' | StreamId;

export interface Pin {
  readonly call: CallId;
  readonly front: Front;
}

/** What was pinned, as long as it is there; else the newest share; else the person. */
export const frontWith = (pin: Pin | undefined, call: ActiveCall | OutgoingCall): Front => {
  const shares = call.phase === 'active' ? call.remoteShares : [];
  const isThere =
    pin?.call === call.call && (pin.front === 'person' || shares.some(({ stream }) => stream === pin.front));
  return isThere ? pin.front : (shares.at(-1)?.stream ?? 'person');
};

const [pin, setPin] = createSignal<Pin>();

/** The same for every window that shows this call. */
export const frontOf = (call: ActiveCall | OutgoingCall): Front => frontWith(pin(), call);

export const isPinned = (call: ActiveCall | OutgoingCall, front: Front): boolean =>
  pin()?.call === call.call && pin()?.front === front;

/** It stays in front, whatever else comes. */
export const pinFront = (call: ActiveCall | OutgoingCall, front: Front): void =>
  void setPin({ call: call.call, front });

export const unpin = (): void => void setPin(undefined);
