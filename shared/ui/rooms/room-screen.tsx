import { createEffect, createMemo, createSignal, Match, on, Show, Switch } from 'solid-js';
import type { Rooms } from '#shared/client/client.ts';
import type { Room } from '#shared/core/rooms/room.ts';
import callStyles from '../call/call.module.css';
import { shortcutOf } from '../call/shortcuts.ts';
import { selfOf, useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import hidden from '../kit/hidden.module.css';
import { IconButton } from '../kit/icon-button.tsx';
import { Logo } from '../kit/logo.tsx';
import { BackIcon, ChatIcon, PeopleIcon } from '../kit/more-icons.ts';
import { PanelButton } from './panel-button.tsx';
import { RoomChat } from './room-chat.tsx';
import { pressInRoom, RoomControls } from './room-controls.tsx';
import { RoomPeople } from './room-people.tsx';
import styles from './room-screen.module.css';
import { RoomStage } from './room-stage.tsx';
import { RoomTroubles } from './room-troubles.tsx';
import { mayJoinAgain, roomLabel, roomName, roomWords } from './room-words.ts';

/** The element that says why it is over. */
const ENDING = 'room-ending';

interface RoomScreenProps {
  readonly rooms: Rooms;
  readonly room: Exclude<Room, { readonly phase: 'none' }>;
  /** It is what one looks at. */
  readonly shown: boolean;
  /** Leaves the room running and shows what is behind it. */
  readonly onHide?: (() => void) | undefined;
  readonly onClose: () => void;
}

/** A room from the first knock to the last word, as the state tells it. */
export const RoomScreen = (props: RoomScreenProps) => {
  const { state, words } = useUi();
  const self = () => selfOf(state());
  const [blocked, setBlocked] = createSignal<() => void>();
  const [panel, setPanel] = createSignal<'people' | 'chat'>();
  /** Typed and not sent: it waits while the panel is closed. */
  const draft = createSignal('');
  /** How far what is written has been seen. */
  const [read, setRead] = createSignal(0);
  let screen!: HTMLElement;
  let opener: HTMLElement | undefined;

  const inside = createMemo(() => (props.room.phase === 'inside' ? props.room : undefined));
  const knocking = createMemo(() => (props.room.phase === 'knocking' ? props.room : undefined));
  const over = createMemo(() => (props.room.phase === 'over' ? props.room : undefined));
  const sharing = () => {
    const now = inside();
    if (now?.shareRequest.state === 'starting') return words().call.shareStarting;
    const newest = now?.shares.at(-1);
    return newest && words().call.youShare[newest.kind];
  };
  const knocks = () => (inside()?.isHost ? (inside()?.knocking.length ?? 0) : 0);
  const onBlocked = (start: () => void) =>
    setBlocked((before) => () => {
      setBlocked(undefined);
      before?.();
      start();
    });
  const onKeyDown = (event: KeyboardEvent) => {
    const room = inside();
    const shortcut = room && shortcutOf(event);
    if (!room || !shortcut || shortcut === 'help') return;
    event.preventDefault();
    pressInRoom(shortcut, { rooms: props.rooms, room });
  };
  const toggle = (which: 'people' | 'chat') => (by: HTMLElement) => {
    opener = by;
    setPanel((open) => (open === which ? undefined : which));
  };
  const close = () => {
    setPanel(undefined);
    opener?.focus();
  };
  const newest = () => inside()?.texts.at(-1);
  createEffect(() => panel() === 'chat' && setRead(newest()?.number ?? 0));
  const unread = () =>
    inside()?.texts.filter(({ number, account }) => number > read() && account !== self()).length ?? 0;
  /** Told to a screen reader while what is written is not on the screen. */
  const announced = () => {
    const text = panel() === 'chat' || unread() === 0 ? undefined : newest();
    return text && `${words().chat.from(text.login)} ${text.text}`;
  };
  // Each of its screens is a new one to whoever hears it; what changes on one leaves focus where it is.
  const lookedAt = createMemo(() => (props.shown ? props.room.phase : undefined));
  createEffect(() => lookedAt() !== undefined && screen.focus());
  createEffect(() => {
    if (inside()) return;
    setBlocked(undefined);
    setPanel(undefined);
    setRead(0);
  });
  const code = createMemo(() => props.room.code);
  createEffect(on(code, () => draft[1](''), { defer: true }));

  return (
    <main
      ref={screen}
      class={callStyles.screen}
      data-theme="dark"
      aria-label={roomLabel(props.room.name, words())}
      aria-describedby={over() && ENDING}
      tabindex="-1"
      onKeyDown={onKeyDown}
    >
      <div class={callStyles.main}>
        <header class={callStyles.header}>
          <Show when={props.onHide}>
            {(hide) => <IconButton label={words().call.hideCall} icon={BackIcon} onClick={() => hide()()} />}
          </Show>
          <div class={callStyles.titles}>
            <h2 class={callStyles.name} dir="auto">
              {roomName(props.room.name, words())}
            </h2>
            <Show when={!over()}>
              <p class={callStyles.line}>
                <span role="status">{roomWords(props.room, words())}</span>
              </p>
            </Show>
          </div>
          <Show when={inside()}>
            <PanelButton
              label={words().call.chat}
              icon={ChatIcon}
              open={panel() === 'chat'}
              count={unread()}
              onClick={toggle('chat')}
            />
            <PanelButton
              label={words().rooms.people}
              icon={PeopleIcon}
              open={panel() === 'people'}
              count={knocks()}
              onClick={toggle('people')}
            />
            <div class={hidden.hidden} aria-live="polite">
              {announced()}
            </div>
          </Show>
        </header>
        <Switch
          fallback={
            <div class={callStyles.centre}>
              <Logo size={72} />
              <Show when={knocking()}>
                {(room) => (
                  <p class={styles.hint} aria-live="polite">
                    {room().cutOff ? words().rooms.knockLostHint : words().rooms.knockingHint}
                  </p>
                )}
              </Show>
              <div class={callStyles.answers}>
                <Button tone="end" wide onClick={() => props.rooms.leave()}>
                  {words().rooms.leave}
                </Button>
              </div>
            </div>
          }
        >
          <Match when={inside()}>
            {(room) => (
              <>
                <RoomTroubles
                  rooms={props.rooms}
                  room={room()}
                  blocked={blocked()}
                  peopleShown={panel() === 'people'}
                />
                <RoomStage rooms={props.rooms} room={room()} onBlocked={onBlocked} />
                <Show when={room().people.length === 0 && panel() === undefined}>
                  <div class={styles.alone}>
                    <p>{words().rooms.alone}</p>
                    <Button onClick={() => setPanel('people')}>{words().rooms.invite}</Button>
                  </div>
                </Show>
                <Show when={sharing()}>
                  <div class={callStyles.sharing}>
                    <p aria-live="polite">{sharing()}</p>
                  </div>
                </Show>
                <RoomControls rooms={props.rooms} room={room()} />
              </>
            )}
          </Match>
          <Match when={over()}>
            {(room) => (
              <div class={callStyles.centre}>
                <Logo size={72} />
                <p class={styles.ending} id={ENDING} role="status">
                  {roomWords(room(), words())}
                </p>
                <div class={callStyles.answers}>
                  <Show when={mayJoinAgain(room().ending)}>
                    <Button tone="primary" wide onClick={() => props.rooms.join(room().link)}>
                      {words().rooms.joinAgain}
                    </Button>
                  </Show>
                  <Button tone="quiet" wide onClick={() => props.onClose()}>
                    {words().common.close}
                  </Button>
                </div>
              </div>
            )}
          </Match>
        </Switch>
      </div>
      <Show when={panel() === 'people' && inside()}>
        {(room) => <RoomPeople rooms={props.rooms} room={room()} onClose={close} />}
      </Show>
      <Show when={panel() === 'chat' && inside()}>
        {(room) => <RoomChat rooms={props.rooms} room={room()} draft={draft} onClose={close} />}
      </Show>
    </main>
  );
};
