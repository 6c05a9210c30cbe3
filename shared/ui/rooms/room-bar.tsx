import { createMemo, Show } from 'solid-js';
import styles from '../call/call-bar.module.css';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { IconButton } from '../kit/icon-button.tsx';
import { HangUpIcon } from '../kit/more-icons.ts';
import { createRooms } from './create-rooms.ts';
import own from './room-bar.module.css';
import { roomPlace } from './room-place.ts';
import { roomLabel, roomName, roomWords } from './room-words.ts';

/** The room while something else is on the screen. */
export const RoomBar = () => {
  const { navigation, words } = useUi();
  const { rooms, room } = createRooms();
  const current = createMemo(() => {
    const now = room();
    return now.phase === 'none' ? undefined : now;
  });
  const loaded = () => {
    const now = rooms();
    return typeof now === 'object' ? now : undefined;
  };
  const show = (link: string) => {
    const place = roomPlace(link);
    if (place) navigation.go(place);
  };
  const knocking = () => {
    const now = room();
    return now.phase === 'inside' && now.isHost ? now.knocking[0] : undefined;
  };
  return (
    <Show when={current()}>
      {(now) => (
        <section class={styles.bar} aria-label={roomLabel(now().name, words())}>
          <div class={styles.who}>
            <div class={styles.words}>
              <p class={styles.name} dir="auto">
                {roomName(now().name, words())}
              </p>
              <p class={styles.line}>
                <span role="status">
                  {roomWords(now(), words())}
                  <Show when={knocking()}>{(knocker) => <> · {words().rooms.wantsIn(knocker().login)}</>}</Show>
                </span>
              </p>
            </div>
          </div>
          <div class={own.actions}>
            <Show
              when={now().phase !== 'over'}
              fallback={
                <Button tone="quiet" onClick={() => loaded()?.dismiss()}>
                  {words().common.dismiss}
                </Button>
              }
            >
              <Button tone="primary" onClick={() => show(now().link)}>
                {words().rooms.backTo(roomName(now().name, words()))}
              </Button>
              <IconButton tone="end" icon={HangUpIcon} label={words().rooms.leave} onClick={() => loaded()?.leave()} />
            </Show>
          </div>
        </section>
      )}
    </Show>
  );
};
