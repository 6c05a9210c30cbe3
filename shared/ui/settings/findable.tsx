import { createResource, createSignal, Show } from 'solid-js';
import type { Reason } from '#shared/core/reason.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { Toggle } from './toggle.tsx';

/** Whether people find one who have nothing to do with one yet. The relay keeps it: here is what it says. */
export const Findable = () => {
  const { client, state, words } = useUi();
  const [refusal, setRefusal] = createSignal<Reason>();
  /** What the person has chosen and the relay has yet to confirm. */
  const [wish, setWish] = createSignal<boolean>();
  const isOnline = () => state().link.state === 'online';
  const read = (_: boolean, { refetching }: { readonly refetching: unknown }) => {
    // The relay is back: what is wrong now it says anew.
    if (!refetching) setRefusal(undefined);
    return client.account.record();
  };
  const [record, { refetch }] = createResource(isOnline, read);
  const known = () => {
    const answer = record.latest;
    return answer?.ok ? answer.value.findable : undefined;
  };
  const problem = () => {
    const answer = record.latest;
    return refusal() ?? (answer && !answer.ok ? answer.reason : undefined);
  };
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
      await refetch();
    } while (isDone && wish() !== sent);
    setWish(undefined);
  };

  const retry = () => {
    setRefusal(undefined);
    void refetch();
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
