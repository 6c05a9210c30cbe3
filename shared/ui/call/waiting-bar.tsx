import { createMemo, Show } from 'solid-js';
import { type ActiveCall, isOn, type WaitingCall } from '#shared/core/call/call.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import { Avatar } from '../kit/avatar.tsx';
import { Button } from '../kit/button.tsx';
import styles from './call-bar.module.css';

interface Waiting {
  readonly present: ActiveCall;
  readonly next: WaitingCall;
}

/** Whoever calls during the call, where somebody does. It covers nothing and takes no focus (call-flow.md R15). */
export const WaitingBar = () => {
  const { client, state, words } = useUi();
  const waiting = createMemo<Waiting | undefined>(() => {
    const present = state().call;
    return present.phase === 'active' && present.waiting ? { present, next: present.waiting } : undefined;
  });
  const switchTo = ({ present, next }: Waiting) =>
    client.call.answerWaiting(next.call, isOn(present.camera) ? 'video' : 'audio');
  const name = () => nameOf(state(), waiting()?.next.person ?? '');
  return (
    <Show when={waiting()}>
      {(both) => (
        <section class={styles.bar} aria-label={words().call.incoming(name(), both().next.media)}>
          <div class={styles.who}>
            <Avatar name={name()} size="small" />
            <p class={styles.name} role="alert">
              {words().call.incoming(name(), both().next.media)}
            </p>
          </div>
          <div class={styles.actions}>
            <Button tone="answer" label={words().ringing.switchTo(name())} onClick={() => switchTo(both())}>
              {words().ringing.switch}
            </Button>
            <Button
              tone="end"
              label={words().ringing.declineWaiting(name())}
              onClick={() => client.call.declineWaiting(both().next.call)}
            >
              {words().call.decline}
            </Button>
          </div>
        </section>
      )}
    </Show>
  );
};
