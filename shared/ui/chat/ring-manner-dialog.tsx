import { createSignal, Show } from 'solid-js';
import { mannerOf, type RingManner, withManner } from '#shared/core/privacy/ring-manner.ts';
import type { Reason } from '#shared/core/reason.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { Choice } from '../settings/choice.tsx';

const MANNERS: readonly RingManner[] = ['ring', 'silent', 'always'];

/** How the calls of one person ring. Load it on demand. */
export const RingMannerDialog = (props: { readonly person: AccountId; readonly onClose: () => void }) => {
  const { client, state, words } = useUi();
  const [refusal, setRefusal] = createSignal<Reason>();
  const choose = async (manner: RingManner) => {
    const outcome = await client.setPrivacy({ rings: withManner(state().privacy.rings, props.person, manner) });
    setRefusal(outcome.ok ? undefined : outcome.reason);
    return outcome;
  };
  return (
    <Dialog
      title={words().ringing.of(nameOf(state(), props.person))}
      description={words().ringing.mannerHint}
      closeLabel={words().common.close}
      onClose={props.onClose}
      narrow
    >
      <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
      <Choice
        legend={words().ringing.manner}
        options={MANNERS.map((value) => ({ value, label: words().ringing.manners[value] }))}
        chosen={mannerOf(state().privacy.rings, props.person)}
        onChoose={choose}
      />
    </Dialog>
  );
};
