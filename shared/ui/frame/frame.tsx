import { createResource, ErrorBoundary, type JSX, onCleanup, Show } from 'solid-js';
import type { Client } from '#shared/client/client.ts';
import type { Host } from '../host.ts';
import '../kit/base.css';
import type { Words } from '../strings/en.ts';
import { allWords, speak, spoken } from '../strings/spoken.ts';
import { Broken } from './broken.tsx';
import { createClientState } from './client-state.ts';
import { createNavigation } from './navigation.ts';
import { createPreferences } from './preferences.ts';
import { Shell } from './shell.tsx';
import { UiContext } from './ui.ts';

/** What every entry of the interface takes. */
export interface EntryProps {
  readonly client: Client;
  readonly host: Host;
}

/** Tells the client whether someone looks at this context. */
const watchVisibility = (client: Client): void => {
  const tell = () => client.setVisible(!document.hidden);
  document.addEventListener('visibilitychange', tell);
  onCleanup(() => document.removeEventListener('visibilitychange', tell));
  tell();
};

interface FrameProps extends EntryProps {
  /** What is inside needs all the words at once. */
  readonly allWords?: boolean;
  readonly children: JSX.Element;
}

/** Language, theme, place and state for what is inside. Until they are there the shell stands in. */
export const Frame = (props: FrameProps) => {
  const { client, host } = props;
  const preferences = createPreferences();
  const navigation = createNavigation();
  const state = createClientState(client);
  const [loaded] = createResource(preferences.language, async (language) => {
    await Promise.all([speak(language), props.allWords && allWords()]);
    return true;
  });
  const words = () => (loaded.latest ? (spoken() as Words) : undefined);
  watchVisibility(client);
  return (
    <ErrorBoundary fallback={(error: unknown) => <Broken error={error} words={spoken()} />}>
      <Show when={words() !== undefined && state().session.state !== 'loading'} fallback={<Shell />}>
        <UiContext.Provider value={{ client, host, state, words: words as () => Words, preferences, navigation }}>
          {props.children}
        </UiContext.Provider>
      </Show>
    </ErrorBoundary>
  );
};
