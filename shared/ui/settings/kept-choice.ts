import { type Accessor, createEffect, createSignal, on } from 'solid-js';
import type { Reason } from '#shared/core/reason.ts';
import type { AccountChoice } from '#shared/protocol/own-account.ts';
import { useUi } from '../frame/ui.ts';
import type { OwnRecord } from './own-record.ts';

/** Something that one chooses and the relay keeps: here is what it says. */
export interface KeptChoice<Value> {
  /** What was chosen last, or else what the relay said last; `undefined` until it has said so once. */
  readonly value: Accessor<Value | undefined>;
  /** It cannot be changed now: the relay is not there, or has yet to say how it is. */
  readonly isUnknown: Accessor<boolean>;
  /** Why the last choice did not reach the relay. */
  readonly refusal: Accessor<Reason | undefined>;
  choose(value: Value): Promise<void>;
  retry(): void;
}

export const createKeptChoice = <Value extends boolean | number | null>(
  record: OwnRecord,
  known: Accessor<Value | undefined>,
  asked: (value: Value) => AccountChoice,
): KeptChoice<Value> => {
  const { client, state } = useUi();
  const [refusal, setRefusal] = createSignal<Reason>();
  /** What the person has chosen and the relay has yet to confirm. */
  const [wish, setWish] = createSignal<{ readonly value: Value }>();
  const isOnline = () => state().link.state === 'online';
  // The relay is back: what is wrong now it says anew.
  createEffect(on(isOnline, (back) => back && setRefusal(undefined)));

  return {
    value: () => {
      const wished = wish();
      return wished ? wished.value : known();
    },
    isUnknown: () => !isOnline() || known() === undefined,
    refusal,
    async choose(value) {
      const underWay = wish() !== undefined;
      setWish({ value });
      if (underWay) return;
      let sent: Value;
      let isDone: boolean;
      do {
        const wished = wish();
        sent = wished ? wished.value : value;
        const outcome = await client.account.choose(asked(sent));
        isDone = outcome.ok;
        setRefusal(outcome.ok ? undefined : outcome.reason);
        // Also where it failed: maybe only the answer was lost.
        await record.askAgain();
      } while (isDone && wish()?.value !== sent);
      setWish(undefined);
    },
    retry() {
      setRefusal(undefined);
      void record.askAgain();
    },
  };
};
