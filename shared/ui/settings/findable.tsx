import { Show } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { createKeptChoice } from './kept-choice.ts';
import type { OwnRecord } from './own-record.ts';
import { Toggle } from './toggle.tsx';

/** Whether people find one who have nothing to do with one yet. */
export const Findable = ({ record }: { readonly record: OwnRecord }) => {
  const { words } = useUi();
  const known = () => record.latest()?.findable;
  const choice = createKeptChoice(record, known, (findable: boolean) => ({ findable }));
  return (
    <>
      <Show when={choice.refusal() ?? record.problem()}>
        {(reason) => (
          <Banner
            urgency="alert"
            actions={
              known() === undefined ? <Button onClick={choice.retry}>{words().common.tryAgain}</Button> : undefined
            }
          >
            {words().reasons[reason()]}
          </Banner>
        )}
      </Show>
      <Toggle
        label={words().ownAccount.findable}
        hint={choice.isUnknown() ? words().ownAccount.keptByRelay : words().ownAccount.findableHint}
        on={choice.value() ?? false}
        disabled={choice.isUnknown()}
        onChange={(on) => void choice.choose(on)}
      />
    </>
  );
};
