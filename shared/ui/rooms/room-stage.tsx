import { createMemo, createSignal, For, Show } from 'solid-js';
import type { Rooms } from '#shared/client/client.ts';
import { isOn, type StreamId } from '#shared/core/call/call.ts';
import type { RoomInside, RoomPerson } from '#shared/core/rooms/room.ts';
import type { RoomVisit } from '#shared/protocol/room.ts';
import { keepAwake } from '../call/keep-awake.ts';
import { createOwnVoice } from '../call/own-voice.ts';
import { ShareTile } from '../call/share-tile.tsx';
import { StreamSound } from '../call/stream-sound.tsx';
import { volumeOf } from '../call/volumes.ts';
import { useUi } from '../frame/ui.ts';
import type { Words } from '../strings/en.ts';
import { isBlocked } from './blocked-here.ts';
import styles from './room-stage.module.css';
import { RoomTile } from './room-tile.tsx';

interface RoomStageProps {
  readonly rooms: Rooms;
  readonly room: RoomInside;
  readonly onBlocked: (start: () => void) => void;
}

const chipOf = ({ path, paused, login }: RoomPerson, blocked: boolean, words: Words): string | undefined => {
  if (path === 'connecting') return words.call.connecting;
  if (path === 'reconnecting') return words.hold.reconnecting;
  if (path === 'lost') return words.hold.lost;
  if (paused) return words.hold.pausedWhy(login);
  return blocked ? words.rooms.blocked : undefined;
};

/** How those beside a share are placed: under it in at most two lines, or next to it. */
const places = (others: number) => {
  const lines = others > 4 ? 2 : 1;
  return {
    '--columns': others > 3 ? Math.ceil(others / 2) : others,
    '--lines': lines,
    '--rows': Math.ceil(others / lines),
  };
};

/** Everyone inside, oneself among them; what somebody shares stands in front of them. */
export const RoomStage = (props: RoomStageProps) => {
  const { state, words } = useUi();
  keepAwake();
  const [pinned, setPinned] = createSignal<StreamId>();
  const ownVoice = createOwnVoice();
  // By visit and stream, so that who stays and what goes on keep their elements.
  const visits = createMemo<readonly RoomVisit[]>(() => props.room.people.map(({ visit }) => visit));
  const shares = createMemo(() =>
    props.room.people.flatMap((person) => person.shares.map((share) => ({ person, share }))),
  );
  const streams = createMemo(() => shares().map(({ share }) => share.stream));
  const front = () => {
    const held = pinned();
    return held !== undefined && streams().includes(held) ? held : streams().at(-1);
  };
  const self = () => {
    const { session } = state();
    return session.state === 'signed-in' ? session.account : undefined;
  };
  const from = (stream: StreamId) => props.rooms.stream(stream);

  return (
    <div class={styles.stage}>
      <div
        class={styles.grid}
        data-sharing={streams().length > 0 ? '' : undefined}
        style={places(visits().length + streams().length)}
      >
        <For each={streams()}>
          {(stream) => (
            <Show when={shares().find(({ share }) => share.stream === stream)}>
              {(found) => (
                <ShareTile
                  share={found().share}
                  person={found().person.account}
                  name={found().person.login}
                  from={from}
                  front={front() === stream}
                  pinned={pinned() === stream}
                  onPin={(pin) => setPinned(pin ? stream : undefined)}
                  deafened={props.room.deafened}
                  onBlocked={props.onBlocked}
                />
              )}
            </Show>
          )}
        </For>
        <ul class={styles.people} data-count={visits().length + 1} aria-label={words().rooms.people}>
          <For each={visits()}>
            {(visit) => (
              <Show when={props.room.people.find((person) => person.visit === visit)}>
                {(person) => (
                  <RoomTile
                    account={person().account}
                    name={person().login}
                    login={person().login}
                    picture={person().camera === 'on' ? person().stream : undefined}
                    from={from}
                    muted={person().microphone !== 'on'}
                    voice={() => props.rooms.voice(visit)}
                    chip={chipOf(person(), isBlocked(state(), person().account), words())}
                  >
                    <Show when={person().stream}>
                      {(stream) => (
                        <StreamSound
                          stream={stream()}
                          participant={person().account}
                          from={from}
                          muted={props.room.deafened}
                          volume={volumeOf(person().account)}
                          onBlocked={props.onBlocked}
                        />
                      )}
                    </Show>
                  </RoomTile>
                )}
              </Show>
            )}
          </For>
          <RoomTile
            account={self()?.uid ?? ''}
            name={words().chat.you}
            login={self()?.login ?? ''}
            picture={props.room.camera.state === 'on' ? props.room.localStream : undefined}
            from={from}
            mirrored
            muted={!isOn(props.room.microphone)}
            voice={ownVoice}
          />
        </ul>
      </div>
    </div>
  );
};
