import { createSignal, Show } from 'solid-js';
import type { Rooms } from '#shared/client/client.ts';
import type { RoomKnocker } from '#shared/core/rooms/room.ts';
import { useUi } from '../frame/ui.ts';
import { Avatar } from '../kit/avatar.tsx';
import { Button } from '../kit/button.tsx';
import { isBlocked } from './blocked-here.ts';
import styles from './room-people.module.css';
import { roomActWords } from './room-words.ts';

interface KnockProps {
  readonly rooms: Rooms;
  readonly knocker: RoomKnocker;
  /** So many others wait, too. */
  readonly more?: number;
  /** Over the pictures, and told at once. */
  readonly banner?: boolean;
}

/** Somebody who wants to come in, and the host's answer. */
export const Knock = (props: KnockProps) => {
  const { state, words } = useUi();
  const [busy, setBusy] = createSignal(false);
  const [refusal, setRefusal] = createSignal<string>();
  const answer = async (admit: boolean): Promise<void> => {
    setBusy(true);
    const outcome = await props.rooms.admit(props.knocker.account, admit);
    setBusy(false);
    setRefusal(outcome.ok ? undefined : roomActWords(outcome.reason, words()));
  };
  return (
    <div class={styles.knock} data-banner={props.banner ? '' : undefined} role={props.banner ? 'alert' : undefined}>
      <div class={styles.who}>
        <Avatar name={props.knocker.login} size="small" />
        <p class={styles.called}>
          {words().rooms.wantsIn(props.knocker.login)}
          <Show when={isBlocked(state(), props.knocker.account)}>
            <span class={styles.soft}> · {words().rooms.blocked}</span>
          </Show>
          <Show when={props.more}>
            {(count) => <span class={styles.soft}> {words().rooms.moreWait(count())}</span>}
          </Show>
        </p>
      </div>
      <div class={styles.answers}>
        <Button tone="primary" busy={busy()} onClick={() => void answer(true)}>
          {words().rooms.admit}
        </Button>
        <Button disabled={busy()} onClick={() => void answer(false)}>
          {words().requests.decline}
        </Button>
      </div>
      <Show when={refusal()}>
        {(text) => (
          <p class={styles.refusal} role="alert">
            {text()}
          </p>
        )}
      </Show>
    </div>
  );
};
