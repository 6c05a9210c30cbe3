import { createMemo, createSignal, type JSX, Show, untrack } from 'solid-js';
import type { ActiveCall, OutgoingCall } from '#shared/core/call/call.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import styles from './call.module.css';
import { deviceWords, untoldWords } from './call-words.ts';
import { connectionWords } from './connection-words.ts';
import { PathTroubles } from './path-troubles.tsx';
import { SoundBlocked } from './sound-blocked.tsx';

interface TroublesProps {
  readonly call: ActiveCall | OutgoingCall;
  readonly now: number;
  /** Starts the sound the browser held back. */
  readonly blocked: (() => void) | undefined;
  /** Others that know of more. */
  readonly children?: JSX.Element;
}

/** Milliseconds after which a device that has not started is most likely waited for by a question of the browser's. */
const ASKING = 3_000;

/** Everything that is wrong in a call, in words, with what to do. */
export const Troubles = (props: TroublesProps) => {
  const { client, state, words } = useUi();
  const [hiddenWords, setHiddenWords] = createSignal<string>();
  const active = () => (props.call.phase === 'active' ? props.call : undefined);
  const shareProblem = () => {
    const request = active()?.shareRequest;
    if (request?.state === 'full') return words().stage.full;
    return request?.state === 'failed' ? words().share.failed(words().reasons[request.reason]) : undefined;
  };
  const connection = () => {
    const call = active();
    return call?.quality && call.path.state === 'connected'
      ? connectionWords(call.quality, state(), words())
      : undefined;
  };
  const problemOf = (kind: 'microphone' | 'camera') => {
    const isStarting = createMemo(() => props.call[kind].state === 'starting');
    const since = createMemo(() => (isStarting() ? untrack(() => props.now) : undefined));
    return () => {
      const start = since();
      if (start !== undefined && props.now - start >= ASKING) return words().call[kind].asking;
      return deviceWords(kind, props.call[kind], words());
    };
  };
  const microphone = problemOf('microphone');
  const camera = problemOf('camera');
  const device = () => {
    const found = microphone() ?? camera();
    return found === hiddenWords() ? undefined : found;
  };
  const isMissing = (kind: 'microphone' | 'camera') => props.call[kind].state === 'unavailable';
  const untold = () => {
    const call = active();
    return call && untoldWords(call, props.now, words());
  };
  const tryAgain = () => (isMissing('microphone') ? client.call.setMicrophone(true) : client.call.setCamera(true));

  return (
    <div class={styles.troubles}>
      <Show when={props.blocked}>{(start) => <SoundBlocked start={start()} />}</Show>
      <Show when={active()}>{(call) => <PathTroubles call={call()} />}</Show>
      <Show when={device()}>
        {(problem) => (
          <Banner
            urgency="alert"
            actions={
              <>
                <Show when={isMissing('microphone') || isMissing('camera')}>
                  <Button onClick={tryAgain}>{words().devices.tryAgain}</Button>
                </Show>
                <Button tone="quiet" onClick={() => setHiddenWords(problem())}>
                  {words().common.dismiss}
                </Button>
              </>
            }
          >
            {problem()}
          </Banner>
        )}
      </Show>
      <Show when={untold()}>
        {(why) => (
          <Banner
            urgency="alert"
            actions={
              <>
                <Button onClick={() => client.call.setMicrophone(true)}>{words().call.unmute}</Button>
                {/* Whoever puts it away has chosen to stay muted. */}
                <Button tone="quiet" onClick={() => client.call.setMicrophone(false)}>
                  {words().common.dismiss}
                </Button>
              </>
            }
          >
            {why()}
          </Banner>
        )}
      </Show>
      <Show when={shareProblem()}>{(problem) => <Banner urgency="alert">{problem()}</Banner>}</Show>
      <Show when={connection()}>{(line) => <Banner>{line()}</Banner>}</Show>
      <Show when={active()?.deafened}>
        <Banner>{words().call.deafened}</Banner>
      </Show>
      {props.children}
    </div>
  );
};
