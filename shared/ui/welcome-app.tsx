import { createMemo, createSignal, Match, Show, Switch } from 'solid-js';
import { SignIn } from './account/sign-in.tsx';
import { type EntryProps, Frame } from './frame/frame.tsx';
import { Notices } from './frame/notices.tsx';
import { selfOf, useUi } from './frame/ui.ts';
import { Button } from './kit/button.tsx';
import { lazily } from './kit/lazily.ts';
import { Logo } from './kit/logo.tsx';
import styles from './welcome-app.module.css';

const CheckDialog = lazily(() => import('./check/check-dialog.tsx'), 'CheckDialog');

type Devices = 'unasked' | 'asking' | 'ready' | 'denied' | 'missing' | 'later';

/** Asks for both; where there is no camera, for the microphone alone. Nothing stays captured. */
const askForDevices = async (): Promise<Devices> => {
  const ask = async (video: boolean): Promise<void> => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video });
    for (const track of stream.getTracks()) track.stop();
  };
  const isDenied = (error: unknown): boolean => error instanceof DOMException && error.name === 'NotAllowedError';
  try {
    await ask(true);
    return 'ready';
  } catch (error) {
    if (isDenied(error)) return 'denied';
  }
  try {
    await ask(false);
    return 'ready';
  } catch (error) {
    return isDenied(error) ? 'denied' : 'missing';
  }
};

const DevicesStep = (props: { readonly check: boolean }) => {
  const { words } = useUi();
  // The check asks for them itself.
  const [devices, setDevices] = createSignal<Devices>(props.check ? 'later' : 'unasked');
  const [checking, setChecking] = createSignal(props.check);
  const outcome = () => {
    switch (devices()) {
      case 'ready':
        return words().welcome.allowed;
      case 'denied':
        return words().welcome.denied;
      case 'missing':
        return words().welcome.missing;
      default:
        return undefined;
    }
  };
  const allow = async () => {
    setDevices('asking');
    setDevices(await askForDevices());
  };
  return (
    <main class={styles.page}>
      <div class={styles.card}>
        <Logo size={72} />
        <Switch
          fallback={
            <>
              <h1>{words().welcome.devices}</h1>
              <p>{words().welcome.devicesHint}</p>
              <Button tone="primary" wide busy={devices() === 'asking'} onClick={() => void allow()}>
                {words().welcome.allow}
              </Button>
              <Button tone="quiet" wide onClick={() => setDevices('later')}>
                {words().welcome.skip}
              </Button>
            </>
          }
        >
          <Match when={outcome() !== undefined || devices() === 'later'}>
            <h1>{words().welcome.ready}</h1>
            <p aria-live="polite">{outcome()}</p>
            <p>{words().welcome.readyHint}</p>
            <Button wide onClick={() => setChecking(true)}>
              {words().check.title}
            </Button>
            <Show when={checking()}>
              <CheckDialog onClose={() => setChecking(false)} />
            </Show>
          </Match>
        </Switch>
      </div>
    </main>
  );
};

const Root = (props: { readonly check: boolean }) => {
  const { state } = useUi();
  const isSignedIn = createMemo(() => selfOf(state()) !== undefined);
  return (
    <>
      <Switch fallback={<SignIn />}>
        <Match when={isSignedIn()}>
          <DevicesStep check={props.check} />
        </Match>
      </Switch>
      <Notices />
    </>
  );
};

/** The first run of the extension: the relay, who one is, microphone and camera. `check`: opened to try all that a call takes. */
export const WelcomeApp = (props: EntryProps & { readonly check?: boolean }) => (
  <Frame client={props.client} host={props.host} allWords>
    <Root check={props.check ?? false} />
  </Frame>
);
