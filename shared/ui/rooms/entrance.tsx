import { createSignal, onMount, Show } from 'solid-js';
import type { Room } from '#shared/core/rooms/room.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { IconButton } from '../kit/icon-button.tsx';
import { Logo } from '../kit/logo.tsx';
import { BackIcon } from '../kit/more-icons.ts';
import { enter, isInCall } from './enter.ts';
import styles from './entrance.module.css';
import { createLook } from './look.ts';
import { mayTryAgain, roomName, roomReasonWords, viewWords } from './room-words.ts';

interface EntranceProps {
  readonly link: string;
  /** Where one is now. */
  readonly room: Room;
  readonly onBack?: (() => void) | undefined;
}

/** What is seen of a room before one is inside: what it is called, who is there, and the way in. */
export const Entrance = (props: EntranceProps) => {
  const ui = useUi();
  const { state, words } = ui;
  const [refused, setRefused] = createSignal(false);
  const { look, again } = createLook(
    () => props.link,
    () => true,
  );
  let screen!: HTMLElement;
  const view = () => {
    const now = look();
    return now.state === 'seen' ? now.view : undefined;
  };
  const reason = () => {
    const now = look();
    return now.state === 'unseen' ? now.reason : undefined;
  };
  const other = () => {
    const { room } = props;
    return room.phase === 'none' || room.phase === 'over' ? undefined : room;
  };
  const line = () => {
    const now = view();
    if (now) return viewWords(now, words());
    const why = reason();
    return why === undefined ? words().rooms.looking : roomReasonWords(why, words());
  };
  const join = () => {
    if (isInCall(state())) setRefused(true);
    else enter(ui, props.room, props.link);
  };
  onMount(() => screen.focus());
  return (
    <main
      ref={screen}
      class={styles.entrance}
      tabindex="-1"
      aria-label={roomName(view()?.name, words())}
      data-theme="dark"
    >
      <header class={styles.header}>
        <Show when={props.onBack}>
          {(back) => <IconButton label={words().common.back} icon={BackIcon} onClick={() => back()()} />}
        </Show>
      </header>
      <div class={styles.middle}>
        <Logo size={72} />
        <h1 class={styles.name} dir="auto">
          {roomName(view()?.name, words())}
        </h1>
        <p class={styles.line} role="status">
          {line()}
        </p>
        <div class={styles.acts}>
          <Show when={refused() && isInCall(state())}>
            <Banner urgency="alert">{words().reasons.already_in_call}</Banner>
          </Show>
          <Show when={other()}>
            {(now) => <Banner>{words().rooms.leavesOther(roomName(now().name, words()))}</Banner>}
          </Show>
          <Show
            when={reason()}
            fallback={
              <Button tone="primary" wide disabled={look().state === 'looking'} onClick={join}>
                {words().rooms.join}
              </Button>
            }
          >
            {(why) => (
              <Show when={mayTryAgain(why())}>
                <Button wide onClick={() => void again()}>
                  {words().common.tryAgain}
                </Button>
              </Show>
            )}
          </Show>
        </div>
      </div>
    </main>
  );
};
