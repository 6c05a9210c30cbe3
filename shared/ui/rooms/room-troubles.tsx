import { type Accessor, createEffect, createMemo, createSignal, onCleanup, Show } from 'solid-js';
import styles from '../call/call.module.css';
import { deviceWords } from '../call/call-words.ts';
import { SoundBlocked } from '../call/sound-blocked.tsx';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { blockedHere } from './blocked-here.ts';
import { Knock } from './knock.tsx';
import type { RoomPartProps } from './room-part.ts';

interface RoomTroublesProps extends RoomPartProps {
  /** Starts the sound the browser held back. */
  readonly blocked: (() => void) | undefined;
  /** Who knocks is told elsewhere. */
  readonly peopleShown: boolean;
}

/** Milliseconds after which a device that has not started is most likely waited for by a question of the browser's. */
const ASKING = 3_000;

const createAsking = (starting: () => boolean): Accessor<boolean> => {
  const [asks, setAsks] = createSignal(false);
  const isStarting = createMemo(starting);
  createEffect(() => {
    setAsks(false);
    if (!isStarting()) return;
    const timer = setTimeout(() => setAsks(true), ASKING);
    onCleanup(() => clearTimeout(timer));
  });
  return asks;
};

/** What is wrong in a room, in words, with what to do; and who wants to come in. */
export const RoomTroubles = (props: RoomTroublesProps) => {
  const { state, words } = useUi();
  const [hiddenWords, setHiddenWords] = createSignal<string>();
  const [seenBlocked, setSeenBlocked] = createSignal('');
  const blocked = createMemo(() => blockedHere(state(), props.room).join(', '));
  const share = () => {
    const request = props.room.shareRequest;
    if (request.state === 'full') return words().stage.full;
    return request.state === 'failed' ? words().share.failed(words().reasons[request.reason]) : undefined;
  };
  const asking = {
    microphone: createAsking(() => props.room.microphone.state === 'starting'),
    camera: createAsking(() => props.room.camera.state === 'starting'),
  };
  const problemOf = (kind: 'microphone' | 'camera') =>
    asking[kind]() ? words().call[kind].asking : deviceWords(kind, props.room[kind], words());
  /** The same one stays on the screen while other things change. */
  const problem = createMemo(
    () => {
      const kind = (['microphone', 'camera'] as const).find(
        (one) => ![undefined, hiddenWords()].includes(problemOf(one)),
      );
      return kind && { kind, text: problemOf(kind), missing: props.room[kind].state === 'unavailable' };
    },
    undefined,
    { equals: (one, other) => one?.text === other?.text && one?.missing === other?.missing },
  );
  const firstToKnock = createMemo(() =>
    props.room.isHost && !props.peopleShown ? props.room.knocking[0]?.account : undefined,
  );
  const tryAgain = (kind: 'microphone' | 'camera') =>
    kind === 'microphone' ? props.rooms.setMicrophone(true) : props.rooms.setCamera(true);
  return (
    <div class={styles.troubles}>
      <Show when={props.blocked}>{(start) => <SoundBlocked start={start()} />}</Show>
      <Show when={firstToKnock()} keyed>
        {(account) => (
          <Show when={props.room.knocking.find((one) => one.account === account)}>
            {(knocker) => (
              <Knock rooms={props.rooms} knocker={knocker()} more={props.room.knocking.length - 1} banner />
            )}
          </Show>
        )}
      </Show>
      <Show when={props.room.cutOff}>
        <Banner>{words().rooms.cutOff}</Banner>
      </Show>
      <Show when={blocked() !== seenBlocked() && blocked()}>
        {(names) => (
          <Banner
            urgency="alert"
            actions={
              <Button tone="quiet" onClick={() => setSeenBlocked(names())}>
                {words().common.dismiss}
              </Button>
            }
          >
            {words().rooms.blockedHere(names())}
          </Banner>
        )}
      </Show>
      <Show when={problem()}>
        {(found) => (
          <Banner
            urgency="alert"
            actions={
              <>
                <Show when={found().missing}>
                  <Button onClick={() => tryAgain(found().kind)}>{words().devices.tryAgain}</Button>
                </Show>
                <Button tone="quiet" onClick={() => setHiddenWords(found().text)}>
                  {words().common.dismiss}
                </Button>
              </>
            }
          >
            {found().text}
          </Banner>
        )}
      </Show>
      <Show when={share()}>{(problem) => <Banner urgency="alert">{problem()}</Banner>}</Show>
      <Show when={props.room.deafened}>
        <Banner>{words().call.deafened}</Banner>
      </Show>
    </div>
  );
};
