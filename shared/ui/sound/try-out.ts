import { type Accessor, createEffect, createMemo, createSignal, onCleanup } from 'solid-js';
import type { Sound } from '#shared/client/client.ts';
import type { Reason } from '#shared/core/reason.ts';
import { createOwnDevices } from '../devices/own-devices.ts';

export interface TryOut {
  readonly isOpen: Accessor<boolean>;
  /** Why it cannot be opened. */
  readonly refusal: Accessor<Reason | undefined>;
}

/** Keeps the chosen microphone open for as long as its owner lives, where no call does. */
export const createTryOut = (sound: Sound): TryOut => {
  const [isOpen, setOpen] = createSignal(false);
  const [refusal, setRefusal] = createSignal<Reason>();
  const { sense: devices, state } = createOwnDevices();
  const chosen = createMemo(() => state()?.chosen.microphone?.id);
  createEffect(() => {
    const own = devices();
    chosen();
    if (!own) return;
    let letGo = (): void => {};
    let gone = false;
    void sound.tryOut().then((outcome) => {
      if (gone) return outcome.ok && outcome.value();
      setOpen(outcome.ok);
      setRefusal(outcome.ok ? undefined : outcome.reason);
      if (outcome.ok) letGo = outcome.value;
      // Only now the browser tells the names.
      void own.look();
    });
    onCleanup(() => {
      gone = true;
      setOpen(false);
      letGo();
    });
  });
  return { isOpen, refusal };
};
