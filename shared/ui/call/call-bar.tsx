import { createMemo, type JSX, Match, Show, Switch } from 'solid-js';
import { createNow } from '../frame/now.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import { createDeviceNames } from '../identity/device-names.ts';
import { Avatar } from '../kit/avatar.tsx';
import { Button } from '../kit/button.tsx';
import { IconButton } from '../kit/icon-button.tsx';
import { HangUpIcon } from '../kit/more-icons.ts';
import { durationWords } from '../strings/moments.ts';
import { BackToCall } from './back-to-call.tsx';
import styles from './call-bar.module.css';
import { callWords } from './call-words.ts';
import { MoveHere } from './move-here.tsx';
import { WaitingBar } from './waiting-bar.tsx';

interface CallBarProps {
  readonly onShow?: (() => void) | undefined;
  /** What else can be done with a running call from here. */
  readonly children?: JSX.Element;
}

/** The call while something else is on the screen, or while it lives in another window. */
export const CallBar = (props: CallBarProps) => {
  const { client, host, state, words } = useUi();
  const now = createNow(500);
  const call = createMemo(() => state().call);
  const name = () => {
    const current = call();
    return current.phase === 'none' ? '' : nameOf(state(), current.person);
  };
  const incoming = createMemo(() => {
    const current = call();
    return current.phase === 'incoming' ? current : undefined;
  });
  const elsewhere = createMemo(() => {
    const current = call();
    return current.phase === 'other-device' ? current : undefined;
  });
  const ended = createMemo(() => {
    const current = call();
    return current.phase === 'ended' ? current : undefined;
  });
  const deviceName = createDeviceNames(() => [elsewhere()?.device]);
  const line = () => {
    const there = elsewhere();
    return callWords(call(), name(), words(), there && deviceName(there.device));
  };
  const seconds = () => {
    const current = call();
    const answeredAt = 'answeredAt' in current && current.phase !== 'left' ? current.answeredAt : undefined;
    return answeredAt === undefined ? undefined : (now() - answeredAt) / 1000;
  };
  /** Where another window holds the call, that window hangs up. */
  const isMine = () => call().phase === 'active' || call().phase === 'outgoing';

  return (
    <>
      <WaitingBar />
      <section class={styles.bar} aria-label={words().call.inCall(name())}>
        <div class={styles.who}>
          <Avatar name={name()} size="small" />
          <div class={styles.words}>
            <p class={styles.name}>{name()}</p>
            <p class={styles.line}>
              <span role="status">{line()}</span>
              <Show when={seconds() !== undefined}>
                <time class={styles.duration}>{durationWords(seconds() ?? 0)}</time>
              </Show>
            </p>
          </div>
        </div>
        <Switch>
          <Match when={incoming()}>
            {(ring) => (
              <div class={styles.actions}>
                <Button
                  tone="answer"
                  busy={ring().answering !== undefined}
                  onClick={() => host.answerCall(ring().call, 'audio')}
                >
                  {words().call.answer}
                </Button>
                <Button tone="end" disabled={ring().answering !== undefined} onClick={() => client.call.decline()}>
                  {words().call.decline}
                </Button>
              </div>
            )}
          </Match>
          <Match when={call().phase === 'left'}>
            <div class={styles.actions}>
              <BackToCall />
            </div>
          </Match>
          <Match when={elsewhere()}>
            {(current) => (
              <div class={styles.actions}>
                <MoveHere call={current().call} />
              </div>
            )}
          </Match>
          <Match when={ended()}>
            {(current) => (
              <div class={styles.actions}>
                <Show
                  when={current().goesOnAt}
                  fallback={
                    <Button onClick={() => host.startCall(current().person, current().media)}>
                      {words().call.callBack}
                    </Button>
                  }
                >
                  <MoveHere call={current().call} />
                </Show>
                <Button onClick={() => client.call.dismiss()}>{words().common.close}</Button>
              </div>
            )}
          </Match>
          <Match when={true}>
            <div class={styles.actions}>
              {props.children}
              <Show when={props.onShow}>
                {(show) => (
                  <Button tone="primary" onClick={() => show()()}>
                    {words().call.showCall}
                  </Button>
                )}
              </Show>
              <Show when={isMine()}>
                <IconButton
                  tone="end"
                  icon={HangUpIcon}
                  label={words().call.hangUp}
                  onClick={() => client.call.hangUp()}
                />
              </Show>
            </div>
          </Match>
        </Switch>
      </section>
    </>
  );
};
