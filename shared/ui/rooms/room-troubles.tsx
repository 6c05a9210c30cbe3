import { createSignal, For, Show } from 'solid-js';
import styles from '../call/call.module.css';
import { deviceWords } from '../call/call-words.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { Knock } from './knock.tsx';
import type { RoomPartProps } from './room-part.ts';

interface RoomTroublesProps extends RoomPartProps {
  /** Starts the sound the browser held back. */
  readonly blocked: (() => void) | undefined;
  /** Who knocks is told elsewhere. */
  readonly peopleShown: boolean;
}

/** What is wrong in a room, in words, with what to do; and who wants to come in. */
export const RoomTroubles = (props: RoomTroublesProps) => {
  const { words } = useUi();
  const [hiddenWords, setHiddenWords] = createSignal<string>();
  const share = () => {
    const request = props.room.shareRequest;
    if (request.state === 'full') return words().stage.full;
    if (request.state !== 'failed' || request.reason === 'share_cancelled') return undefined;
    return words().share.failed(words().reasons[request.reason]);
  };
  const problems = () =>
    (['microphone', 'camera'] as const)
      .map((kind) => ({ kind, text: deviceWords(kind, props.room[kind], words()) }))
      .filter(({ text }) => text !== undefined && text !== hiddenWords())
      .slice(0, 1);
  const tryAgain = (kind: 'microphone' | 'camera') =>
    kind === 'microphone' ? props.rooms.setMicrophone(true) : props.rooms.setCamera(true);
  return (
    <div class={styles.troubles}>
      <Show when={props.blocked}>
        {(start) => (
          <Banner
            urgency="alert"
            actions={
              <Button tone="primary" onClick={() => start()()}>
                {words().call.turnOnSound}
              </Button>
            }
          >
            {words().call.soundBlocked}
          </Banner>
        )}
      </Show>
      <Show when={props.room.isHost && !props.peopleShown && props.room.knocking[0]}>
        {(knocker) => <Knock rooms={props.rooms} knocker={knocker()} more={props.room.knocking.length - 1} banner />}
      </Show>
      <Show when={props.room.cutOff}>
        <Banner>{words().rooms.cutOff}</Banner>
      </Show>
      <For each={problems()}>
        {({ kind, text }) => (
          <Banner
            urgency="alert"
            actions={
              <>
                <Button onClick={() => tryAgain(kind)}>{words().devices.tryAgain}</Button>
                <Button tone="quiet" onClick={() => setHiddenWords(text)}>
                  {words().common.dismiss}
                </Button>
              </>
            }
          >
            {text}
          </Banner>
        )}
      </For>
      <Show when={share()}>{(problem) => <Banner urgency="alert">{problem()}</Banner>}</Show>
      <Show when={props.room.deafened}>
        <Banner>{words().call.deafened}</Banner>
      </Show>
    </div>
  );
};
