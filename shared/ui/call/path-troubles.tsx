import { Match, Show, Switch } from 'solid-js';
import type { ActiveCall } from '#shared/core/call/call.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { lostWords } from './call-words.ts';

/** What a person can do about a path that is gone, or was (call-flow.md R29). */
export const PathTroubles = (props: { readonly call: ActiveCall }) => {
  const { client, state, words } = useUi();
  const path = () => props.call.path;
  const asks = () => {
    const now = path();
    return now.state === 'reconnecting' && now.told === 'question';
  };
  const resume = () => (
    <Button tone="primary" onClick={() => client.call.resume()}>
      {words().hold.resume}
    </Button>
  );
  return (
    <Switch>
      <Match when={asks()}>
        <Banner
          urgency="alert"
          actions={
            <>
              <Show when={props.call.camera.state === 'on'}>
                <Button onClick={() => client.call.setCamera(false)}>{words().hold.audioOnly}</Button>
              </Show>
              <Button tone="end" onClick={() => client.call.hangUp()}>
                {words().call.hangUp}
              </Button>
            </>
          }
        >
          {words().hold.longReconnect}
        </Banner>
      </Match>
      <Match when={path().state === 'lost'}>
        <Banner urgency="alert" actions={resume()}>
          {lostWords(props.call, words())}
        </Banner>
      </Match>
      <Match when={props.call.resumable && path().state === 'connected'}>
        <Banner urgency="alert" actions={resume()}>
          {words().hold.returned(nameOf(state(), props.call.person))}
        </Banner>
      </Match>
    </Switch>
  );
};
