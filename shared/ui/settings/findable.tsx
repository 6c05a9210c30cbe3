import { createEffect, createSignal, on, Show } from 'solid-js';
import type { Reason } from '#shared/core/reason.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import type { OwnRecord } from './own-record.ts';
import { Toggle } from './toggle.tsx';

/** Whether people find one who have nothing to do with one yet. The relay keeps it: here is what it says. */
export const Findable = ({ record }: { readonly record: OwnRecord }) => {
  const { client, state, words } = useUi();
  const [refusal, setRefusal] = createSignal<Reason>();
  /** What the person has chosen and the relay has yet to confirm. */
  const [wish, setWish] = createSignal<boolean>();
  const isOnline = () => state().link.state === 'online';
  // The relay is back: what is wrong now it says anew.
  createEffect(on(isOnline, (back) => back && setRefusal(undefined)));
  const known = () => record.latest()?.findable;
  const problem = () => refusal() ?? record.problem();
  const isUnknown = () => !isOnline() || known() === undefined;

  const choose = async (findable: boolean) => {
    const underWay = wish() !== undefined;
    setWish(findable);
    if (underWay) return;
    let sent: boolean;
    let isDone: boolean;
    do {
      sent = wish() ?? findable;
      const outcome = await client.account.setFindable(sent);
      isDone = outcome.ok;
      setRefusal(outcome.ok ? undefined : outcome.reason);
      // Also where it failed: maybe only the answer was lost.
      await record.askAgain();
    } while (isDone && wish() !== sent);
    setWish(undefined);
  };

  const retry = () => {
    setRefusal(undefined);
    void record.askAgain();
  };

  return (
    <>
      <Show when={problem()}>
        {(reason) => (
          <Banner
            urgency="alert"
            actions={known() === undefined ? <Button onClick={retry}>{words().common.tryAgain}</Button> : undefined}
          >
            {words().reasons[reason()]}
          </Banner>
        )}
      </Show>
      <Toggle
        label={words().ownAccount.findable}
        hint={isUnknown() ? words().ownAccount.findableUnknown : words().ownAccount.findableHint}
        on={wish() ?? known() ?? false}
        disabled={isUnknown()}
        onChange={(on) => void choose(on)}
      />
    </>
  );
};
