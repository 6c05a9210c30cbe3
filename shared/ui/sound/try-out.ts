import { type Accessor, createEffect, createMemo, createSignal, onCleanup } from 'solid-js';
import type { Sound } from '#shared/client/client.ts';
import type { Reason } from '#shared/core/reason.ts';
import { createOwnDevices } from '../devices/own-devices.ts';

/** Keeps the chosen microphone open for as long as its owner lives, where no call does. Gives the reason why it cannot. */
export const createTryOut = (sound: Sound): Accessor<Reason | undefined> => {
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
      setRefusal(outcome.ok ? undefined : outcome.reason);
      if (outcome.ok) letGo = outcome.value;
      // Only now the browser tells the names.
      void own.look();
    });
    onCleanup(() => {
      gone = true;
      letGo();
    });
  });
  return refusal;
};
