import { createSignal, Show } from 'solid-js';
import { done, type Reason } from '#shared/core/reason.ts';
import type { ConversationId } from '#shared/protocol/ids.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { Choice } from '../settings/choice.tsx';
import { lifetimeWords } from '../strings/moments.ts';

const HOUR = 3_600;
const DAY = 24 * HOUR;
/** Seconds; 0 is for ever. */
const LIFETIMES = [0, HOUR, DAY, 7 * DAY, 30 * DAY];

/** How long new messages of a conversation live, for both people of it. Load it on demand. */
export const DisappearingDialog = (props: { readonly conversation: ConversationId; readonly onClose: () => void }) => {
  const { client, state, words } = useUi();
  const [refusal, setRefusal] = createSignal<Reason>();
  const timer = () => state().chat.summaries.get(props.conversation)?.timer ?? 0;
  const choose = async (seconds: number) => {
    if (seconds === timer()) return done;
    const outcome = await client.chat.act(props.conversation, { type: 'timer', seconds });
    setRefusal(outcome.ok ? undefined : outcome.reason);
    return outcome;
  };
  return (
    <Dialog
      title={words().lifetime.title}
      description={words().lifetime.hint}
      closeLabel={words().common.close}
      onClose={props.onClose}
      narrow
    >
      <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
      <Choice
        legend={words().lifetime.after}
        options={LIFETIMES.map((seconds) => ({
          value: String(seconds),
          label: seconds === 0 ? words().lifetime.off : lifetimeWords(seconds, words()),
        }))}
        chosen={String(timer())}
        onChoose={(seconds) => choose(Number(seconds))}
      />
    </Dialog>
  );
};
