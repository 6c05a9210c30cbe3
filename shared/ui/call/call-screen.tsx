import {
  createEffect,
  createMemo,
  createSignal,
  type JSX,
  Match,
  on,
  onCleanup,
  onMount,
  Show,
  Switch,
} from 'solid-js';
import { isOn } from '#shared/core/call/call.ts';
import { createNow } from '../frame/now.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import { Avatar } from '../kit/avatar.tsx';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { IconButton } from '../kit/icon-button.tsx';
import { lazily } from '../kit/lazily.ts';
import { BackIcon, ChatIcon, KeyboardIcon, MoreIcon, OwnSoundIcon } from '../kit/more-icons.ts';
import { durationWords } from '../strings/moments.ts';
import { BackToCall } from './back-to-call.tsx';
import styles from './call.module.css';
import { callWords } from './call-words.ts';
import { canShareScreen } from './can-share.ts';
import { ConnectionBars } from './connection-bars.tsx';
import { Controls } from './controls.tsx';
import { EndedCallView } from './ended-call-view.tsx';
import { IncomingView } from './incoming-view.tsx';
import { MoveHere } from './move-here.tsx';
import { hasSmallWindow, onSmallWindowWished, openSmallWindow } from './picture-in-picture.ts';
import { press, shortcutOf } from './shortcuts.ts';
import { Stage } from './stage.tsx';
import { Troubles } from './troubles.tsx';
import { WaitingBar } from './waiting-bar.tsx';

const SoundDialog = lazily(() => import('../sound/sound-dialog.tsx'), 'SoundDialog');
const DeviceNewsLine = lazily(() => import('../devices/device-news-line.tsx'), 'DeviceNewsLine');
const SoundHints = lazily(() => import('../sound/sound-hints.tsx'), 'SoundHints');
const Menu = lazily(() => import('../kit/menu.tsx'), 'Menu');
const ShareDialog = lazily(() => import('./share-dialog.tsx'), 'ShareDialog');
const SmallWindow = lazily(() => import('./small-window.tsx'), 'SmallWindow');
const ShortcutsDialog = lazily(() => import('./shortcuts-dialog.tsx'), 'ShortcutsDialog');

interface CallScreenProps {
  /** Leaves the call running and shows what is behind it. */
  readonly onHide?: (() => void) | undefined;
  readonly chat?: { readonly shown: boolean; readonly toggle: () => void } | undefined;
  readonly onWrite?: (() => void) | undefined;
  readonly onClose: () => void;
  /** Beside the call. */
  readonly children?: JSX.Element;
}

/** The call from the first ring to the last word, as the state tells it. */
export const CallScreen = (props: CallScreenProps) => {
  const { client, state, words } = useUi();
  const now = createNow(500);
  const call = createMemo(() => state().call);
  const [blocked, setBlocked] = createSignal<() => void>();
  const [helping, setHelping] = createSignal(false);
  const [tuning, setTuning] = createSignal(false);
  const [choosing, setChoosing] = createSignal(false);
  const [small, setSmall] = createSignal<Window>();
  let screen!: HTMLElement;

  const running = createMemo(() => {
    const current = call();
    return current.phase === 'active' || current.phase === 'outgoing' ? current : undefined;
  });
  /** As it was last: what is about to leave the screen may look at it once more. */
  const latest = createMemo<ReturnType<typeof running>>((before) => running() ?? before);
  const incoming = createMemo(() => {
    const current = call();
    return current.phase === 'incoming' ? current : undefined;
  });
  const ended = createMemo(() => {
    const current = call();
    return current.phase === 'ended' ? current : undefined;
  });
  const elsewhere = createMemo(() => {
    const current = call();
    return current.phase === 'other-device' ? current : undefined;
  });
  const name = () => {
    const current = call();
    return current.phase === 'none' ? '' : nameOf(state(), current.person);
  };
  const seconds = () => {
    const current = call();
    return current.phase === 'active' ? (now() - current.answeredAt) / 1000 : undefined;
  };
  const quality = () => {
    const current = running();
    return current?.phase === 'active' && current.path.state === 'connected' ? current.quality : undefined;
  };
  const sharer = () => {
    const current = running();
    return current?.phase === 'active' ? current : undefined;
  };
  const sharing = () => {
    const current = sharer();
    if (!current) return;
    if (current.shareRequest.state === 'starting') return words().call.shareStarting;
    const newest = current.shares.at(-1);
    return newest && words().call.youShare[newest.kind];
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const call = running();
    const shortcut = call && shortcutOf(event);
    if (!call || !shortcut) return;
    event.preventDefault();
    if (shortcut === 'help') setHelping(true);
    else press(shortcut, call, client);
  };
  const onBlocked = (start: () => void) =>
    setBlocked(() => () => {
      setBlocked(undefined);
      start();
    });

  const showSmall = async () => {
    if (!small()) setSmall(await openSmallWindow());
  };
  createEffect(() => onSmallWindowWished(running() && hasSmallWindow() ? () => void showSmall() : undefined));
  onCleanup(() => onSmallWindowWished(undefined));
  createEffect(() => !running() && setSmall(undefined));
  const callId = createMemo(() => running()?.call);
  // What was opened in one call, or held back, is nothing to the next.
  createEffect(
    on(
      callId,
      () => {
        setBlocked(undefined);
        setChoosing(false);
      },
      { defer: true },
    ),
  );
  const more = () => [
    ...(hasSmallWindow() ? [{ label: words().stage.smallWindow, onSelect: () => void showSmall() }] : []),
    ...(call().phase === 'active' && canShareScreen()
      ? [{ label: words().stage.sharing, onSelect: () => setChoosing(true) }]
      : []),
  ];

  onMount(() => screen.focus());

  return (
    <section
      ref={screen}
      class={styles.screen}
      data-theme="dark"
      aria-label={words().call.inCall(name())}
      tabindex="-1"
      onKeyDown={onKeyDown}
    >
      <div class={styles.main}>
        <header class={styles.header}>
          <Show when={props.onHide}>
            {(hide) => <IconButton label={words().call.hideCall} icon={BackIcon} onClick={() => hide()()} />}
          </Show>
          <div class={styles.titles}>
            <h2 class={styles.name}>{name()}</h2>
            <p class={styles.line}>
              <span role="status">{callWords(call(), name(), words())}</span>
              <Show when={seconds() !== undefined}>
                <time class={styles.duration}>{durationWords(seconds() ?? 0)}</time>
              </Show>
            </p>
          </div>
          <Show when={quality()}>{(now) => <ConnectionBars quality={now()} />}</Show>
          <Show when={running()}>
            <IconButton label={words().sound.title} icon={OwnSoundIcon} onClick={() => setTuning(true)} />
            <div class={styles.keys}>
              <IconButton label={words().shortcuts.title} icon={KeyboardIcon} onClick={() => setHelping(true)} />
            </div>
          </Show>
          <Show when={running() && more().length > 0}>
            <Menu label={words().stage.more} icon={MoreIcon} items={more()} />
          </Show>
          <Show when={running() && props.chat}>
            {(chat) => (
              <IconButton
                label={words().call.chat}
                icon={ChatIcon}
                expanded={chat().shown}
                onClick={() => chat().toggle()}
              />
            )}
          </Show>
        </header>
        <WaitingBar />
        <Switch
          fallback={
            <div class={styles.centre}>
              <Avatar name={name()} size="huge" />
            </div>
          }
        >
          <Match when={running() && latest()}>
            {(first) => {
              const current = () => latest() ?? first();
              return (
                <>
                  <Troubles call={current()} now={now()} blocked={blocked()}>
                    <Show when={small()}>
                      {(opened) => (
                        <Banner
                          actions={
                            <Button tone="quiet" onClick={() => opened().close()}>
                              {words().stage.closeSmallWindow}
                            </Button>
                          }
                        >
                          {words().stage.inSmallWindow}
                        </Banner>
                      )}
                    </Show>
                    <DeviceNewsLine call={current()} />
                    <SoundHints muted={!isOn(current().microphone)} onOpen={() => setTuning(true)} />
                  </Troubles>
                  <Stage call={current()} onBlocked={onBlocked} />
                  <Show when={sharing()}>
                    <div class={styles.sharing}>
                      <p aria-live="polite">{sharing()}</p>
                      <Button tone="quiet" onClick={() => setChoosing(true)}>
                        {words().stage.sharing}
                      </Button>
                    </div>
                  </Show>
                  <Controls call={current()} />
                  <Show when={small()}>
                    {(opened) => (
                      <SmallWindow call={current()} window={opened()} onClosed={() => setSmall(undefined)} />
                    )}
                  </Show>
                </>
              );
            }}
          </Match>
          <Match when={incoming()}>{(current) => <IncomingView call={current()} />}</Match>
          <Match when={call().phase === 'left'}>
            <div class={styles.centre}>
              <Avatar name={name()} size="huge" />
              <div class={styles.answers}>
                <BackToCall wide />
              </div>
            </div>
          </Match>
          <Match when={elsewhere()}>
            {(current) => (
              <div class={styles.centre}>
                <Avatar name={name()} size="huge" />
                <div class={styles.answers}>
                  <MoveHere call={current().call} wide />
                </div>
              </div>
            )}
          </Match>
          <Match when={ended()}>
            {(current) => (
              <EndedCallView
                call={current()}
                onWrite={props.onWrite}
                onClose={() => {
                  client.call.dismiss();
                  props.onClose();
                }}
              />
            )}
          </Match>
        </Switch>
      </div>
      {props.children}
      <Show when={tuning()}>
        <SoundDialog onClose={() => setTuning(false)} />
      </Show>
      <Show when={choosing() && sharer()}>
        {(call) => <ShareDialog call={call()} onClose={() => setChoosing(false)} />}
      </Show>
      <Show when={helping()}>
        <ShortcutsDialog onClose={() => setHelping(false)} />
      </Show>
    </section>
  );
};
