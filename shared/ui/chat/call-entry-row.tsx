import { Show } from 'solid-js';
import type { CallEntry } from '#shared/core/chat/timeline.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import { entryEndWords } from '../call/call-words.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { IncomingIcon, MissedIcon, OutgoingIcon } from '../kit/more-icons.ts';
import { callEntryWords } from '../roster/preview-words.ts';
import { clockTime, durationWords } from '../strings/moments.ts';
import styles from './timeline.module.css';

const iconOf = (entry: CallEntry) => {
  if (entry.direction === 'outgoing') return OutgoingIcon;
  return entry.outcome === 'answered' ? IncomingIcon : MissedIcon;
};

export const CallEntryRow = (props: { readonly entry: CallEntry; readonly person: AccountId }) => {
  const { host, state, words } = useUi();
  const end = () => {
    const { session } = state();
    if (session.state !== 'signed-in') return undefined;
    const place = { account: session.account.uid, device: session.device };
    return entryEndWords(props.entry, props.person, place, nameOf(state(), props.person), words());
  };
  return (
    <div class={styles.call}>
      {iconOf(props.entry)({ size: 20 })}
      <p class={styles.callWords}>
        {callEntryWords(props.entry, words())}
        <span class={styles.callTime}>
          <span>
            <time>{clockTime(props.entry.at, words())}</time>
            <Show when={props.entry.seconds > 0}> · {durationWords(props.entry.seconds)}</Show>
          </span>
          <Show when={end()}>{(why) => <span>{why()}</span>}</Show>
        </span>
      </p>
      <Button tone="quiet" onClick={() => host.startCall(props.person, props.entry.media)}>
        {words().call.callBack}
      </Button>
    </div>
  );
};
