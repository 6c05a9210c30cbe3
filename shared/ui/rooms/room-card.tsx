import { createSignal, onCleanup, Show } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { CameraIcon } from '../kit/icons.ts';
import { createRooms } from './create-rooms.ts';
import { enter, isIn, isInCall } from './enter.ts';
import { createLook } from './look.ts';
import styles from './room-card.module.css';
import { mayTryAgain, roomName, roomReasonWords, viewWords } from './room-words.ts';

/** What the room of a link in a message is, and the way in. It is asked for when it comes into view, and when pressed. */
export const RoomCard = (props: { readonly link: string }) => {
  const ui = useUi();
  const { state, words } = ui;
  const [seen, setSeen] = createSignal(false);
  const [refused, setRefused] = createSignal(false);
  const { room } = createRooms();
  const { look, again } = createLook(() => props.link, seen);

  const watch = (card: HTMLElement): void => {
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      setSeen(true);
    });
    observer.observe(card);
    onCleanup(() => observer.disconnect());
  };
  const view = () => {
    const now = look();
    return now.state === 'seen' ? now.view : undefined;
  };
  const reason = () => {
    const now = look();
    return now.state === 'unseen' ? now.reason : undefined;
  };
  const inside = () => isIn(room(), props.link);
  const line = () => {
    if (inside()) return words().rooms.youAreIn;
    const now = view();
    if (now) return viewWords(now, words());
    const why = reason();
    return why === undefined ? words().rooms.looking : roomReasonWords(why, words());
  };
  const name = () => roomName(view()?.name, words());
  const join = () => {
    setRefused(false);
    if (isInCall(state())) {
      setRefused(true);
      return;
    }
    enter(ui, room(), props.link);
    void again();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: no fields to be told together
    <div ref={watch} class={styles.card} role="group" aria-label={name()}>
      <span class={styles.icon}>
        <CameraIcon size={22} />
      </span>
      <div class={styles.words}>
        <p class={styles.name} dir="auto">
          {name()}
        </p>
        <p class={styles.line} aria-live="polite">
          {line()}
        </p>
      </div>
      <Show
        when={reason()}
        fallback={
          <Button tone="primary" disabled={look().state === 'looking'} onClick={join}>
            {inside() ? words().rooms.backTo(name()) : words().rooms.join}
          </Button>
        }
      >
        {(why) => (
          <Show when={mayTryAgain(why())}>
            <Button onClick={() => void again()}>{words().common.tryAgain}</Button>
          </Show>
        )}
      </Show>
      <Show when={refused()}>
        <p class={styles.refusal} role="alert">
          {words().reasons.already_in_call}
        </p>
      </Show>
    </div>
  );
};
