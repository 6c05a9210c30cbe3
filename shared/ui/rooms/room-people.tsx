import { createSignal, For, Show } from 'solid-js';
import { isOn } from '#shared/core/call/call.ts';
import type { RoomPerson } from '#shared/core/rooms/room.ts';
import { VolumeSlider } from '../call/volume-slider.tsx';
import { setVolumeOf, volumeOf } from '../call/volumes.ts';
import { selfOf, useUi } from '../frame/ui.ts';
import { Avatar } from '../kit/avatar.tsx';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { ConfirmDialog } from '../kit/confirm-dialog.tsx';
import { IconButton } from '../kit/icon-button.tsx';
import { DiscardIcon, MicrophoneOffIcon } from '../kit/more-icons.ts';
import { isBlocked } from './blocked-here.ts';
import { Invitation } from './invitation.tsx';
import { Knock } from './knock.tsx';
import { RoomPanel } from './room-panel.tsx';
import type { RoomPartProps } from './room-part.ts';
import styles from './room-people.module.css';
import { roomActWords } from './room-words.ts';

interface PersonLineProps {
  readonly name: string;
  readonly login: string;
  readonly host: boolean;
  readonly muted: boolean;
  readonly blocked?: boolean;
}

const PersonLine = (props: PersonLineProps) => {
  const { words } = useUi();
  return (
    <div class={styles.who}>
      <Avatar name={props.login} size="small" />
      <p class={styles.called}>
        {props.name}
        <Show when={props.host}>
          <span class={styles.soft}> · {words().rooms.host}</span>
        </Show>
        <Show when={props.blocked}>
          <span class={styles.soft}> · {words().rooms.blocked}</span>
        </Show>
      </p>
      <Show when={props.muted}>
        <span class={styles.muted} role="img" aria-label={words().call.muted(props.name)}>
          <MicrophoneOffIcon size={18} />
        </span>
      </Show>
    </div>
  );
};

/** Who is inside and who waits; the host's and the creator's acts; and the ways to bring others in. */
export const RoomPeople = (props: RoomPartProps & { readonly onClose: () => void }) => {
  const { state, words } = useUi();
  const [removing, setRemoving] = createSignal<RoomPerson>();
  const [ending, setEnding] = createSignal(false);
  const [refusal, setRefusal] = createSignal<string>();
  const login = () => {
    const { session } = state();
    return session.state === 'signed-in' ? session.account.login : '';
  };
  const act = async (work: ReturnType<typeof props.rooms.end>): Promise<void> => {
    const outcome = await work;
    setRefusal(outcome.ok ? undefined : roomActWords(outcome.reason, words()));
  };
  return (
    <RoomPanel title={words().rooms.people} onClose={props.onClose}>
      <div class={styles.scroll}>
        <Show when={refusal()}>{(text) => <Banner urgency="alert">{text()}</Banner>}</Show>
        <Show when={props.room.isHost && props.room.knocking.length > 0}>
          <section class={styles.section}>
            <h4 class={styles.heading}>{words().rooms.waiting}</h4>
            <ul>
              <For each={props.room.knocking.map(({ account }) => account)}>
                {(account) => (
                  <Show when={props.room.knocking.find((one) => one.account === account)}>
                    {(knocker) => (
                      <li>
                        <Knock rooms={props.rooms} knocker={knocker()} />
                      </li>
                    )}
                  </Show>
                )}
              </For>
            </ul>
          </section>
        </Show>
        <section class={styles.section}>
          <h4 class={styles.heading}>{words().rooms.peopleInside(props.room.people.length + 1)}</h4>
          <ul>
            <li class={styles.person}>
              <PersonLine
                name={words().rooms.you(login())}
                login={login()}
                host={props.room.host === selfOf(state())}
                muted={!isOn(props.room.microphone)}
              />
            </li>
            <For each={props.room.people.map(({ visit }) => visit)}>
              {(visit) => (
                <Show when={props.room.people.find((person) => person.visit === visit)}>
                  {(person) => (
                    <li class={styles.person}>
                      <PersonLine
                        name={person().login}
                        login={person().login}
                        host={props.room.host === person().account}
                        muted={person().microphone !== 'on'}
                        blocked={isBlocked(state(), person().account)}
                      />
                      <div class={styles.tools}>
                        <VolumeSlider
                          label={words().call.volumeOf(person().login)}
                          volume={volumeOf(person().account)}
                          onChange={(volume) => setVolumeOf(person().account, volume)}
                        />
                        <Show when={props.room.isHost}>
                          <IconButton
                            label={words().rooms.remove(person().login)}
                            icon={DiscardIcon}
                            onClick={() => setRemoving(person())}
                          />
                        </Show>
                      </div>
                    </li>
                  )}
                </Show>
              )}
            </For>
          </ul>
        </section>
        <section class={styles.section}>
          <h4 class={styles.heading}>{words().rooms.invite}</h4>
          <Invitation link={props.room.link} />
        </section>
        <Show when={props.room.isCreator}>
          <div class={styles.end}>
            <Button tone="end" wide onClick={() => setEnding(true)}>
              {words().rooms.end}
            </Button>
          </div>
        </Show>
      </div>
      <Show when={removing()}>
        {(person) => (
          <ConfirmDialog
            title={words().rooms.removeAsks(person().login)}
            description={words().rooms.removeHint}
            confirm={words().rooms.removeSure}
            cancel={words().common.cancel}
            onConfirm={() => {
              void act(props.rooms.remove(person().account));
              setRemoving(undefined);
            }}
            onCancel={() => setRemoving(undefined)}
          />
        )}
      </Show>
      <Show when={ending()}>
        <ConfirmDialog
          title={words().rooms.endAsks}
          description={words().rooms.endHint}
          confirm={words().rooms.end}
          cancel={words().common.cancel}
          onConfirm={() => {
            setEnding(false);
            void act(props.rooms.end());
          }}
          onCancel={() => setEnding(false)}
        />
      </Show>
    </RoomPanel>
  );
};
