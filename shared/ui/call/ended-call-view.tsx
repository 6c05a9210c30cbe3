import { Show } from 'solid-js';
import type { EndedCall } from '#shared/core/call/call.ts';
import { wasInVain } from '#shared/core/call/in-vain.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import { Avatar } from '../kit/avatar.tsx';
import { Button } from '../kit/button.tsx';
import { durationWords } from '../strings/moments.ts';
import styles from './call.module.css';
import { LeaveNote } from './leave-note.tsx';
import { MoveHere } from './move-here.tsx';
import { ReportOffer } from './report-offer.tsx';

interface EndedCallViewProps {
  readonly call: EndedCall;
  readonly onWrite: (() => void) | undefined;
  readonly onClose: () => void;
}

/** No dead end: call again, leave a note, write, or close. */
export const EndedCallView = (props: EndedCallViewProps) => {
  const { host, state, words } = useUi();
  const name = () => nameOf(state(), props.call.person);
  const seconds = () => (props.call.ending.kind === 'ended' ? props.call.ending.seconds : 0);
  return (
    <div class={styles.centre}>
      <Avatar name={name()} size="huge" />
      <Show when={seconds() > 0}>
        <p class={styles.lasted}>{words().call.lasted(durationWords(seconds()))}</p>
      </Show>
      <div class={styles.answers}>
        <Show
          when={props.call.goesOnAt}
          fallback={
            <Button tone="primary" wide onClick={() => host.startCall(props.call.person, props.call.media)}>
              {words().call.callAgain}
            </Button>
          }
        >
          <MoveHere call={props.call.call} wide />
        </Show>
        <Show when={wasInVain(props.call)}>
          <LeaveNote person={props.call.person} />
        </Show>
        <Show when={props.onWrite}>
          {(write) => (
            <Button wide onClick={() => write()()}>
              {words().call.write(name())}
            </Button>
          )}
        </Show>
        <Show when={props.call.bad}>
          <ReportOffer call={props.call} />
        </Show>
        <Button tone="quiet" wide onClick={props.onClose}>
          {words().common.close}
        </Button>
      </div>
    </div>
  );
};
