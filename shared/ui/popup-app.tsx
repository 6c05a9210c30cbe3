import { createMemo, createSignal, Match, onCleanup, Show, Switch } from 'solid-js';
import type { AccountId } from '#shared/protocol/ids.ts';
import { keepOpen } from './chat/keep-open.ts';
import { type EntryProps, Frame } from './frame/frame.tsx';
import { persistInTime } from './frame/persistence.ts';
import { selfOf, useUi } from './frame/ui.ts';
import { needsAttention } from './identity/attention.ts';
import { lazily } from './kit/lazily.ts';
import styles from './popup-app.module.css';
import { People } from './roster/people.tsx';

const SignIn = lazily(() => import('./account/sign-in.tsx'), 'SignIn');
const SetUp = lazily(() => import('./account/set-up.tsx'), 'SetUp');
const Conversation = lazily(() => import('./chat/conversation.tsx'), 'Conversation');
const IdentityNotes = lazily(() => import('./identity/identity-notes.tsx'), 'IdentityNotes');
const LinkBanner = lazily(() => import('./frame/link-banner.tsx'), 'LinkBanner');
const Settings = lazily(() => import('./settings/settings.tsx'), 'Settings');
const Notices = lazily(() => import('./frame/notices.tsx'), 'Notices');
const PopupCall = lazily(() => import('./call/popup-call.tsx'), 'PopupCall');

/** Milliseconds before a link that is not there is worth a word, and what says it is loaded. */
const GRACE = 10_000;

const SignedIn = (props: { readonly self: AccountId }) => {
  const { navigation, state } = useUi();
  const person = createMemo(() => {
    const place = navigation.place();
    return place.at === 'conversation' ? place.person : undefined;
  });
  const [late, setLate] = createSignal(false);
  const isLate = setTimeout(() => setLate(true), GRACE);
  onCleanup(() => clearTimeout(isLate));
  const unlinked = () => {
    const { state: link } = state().link;
    return link === 'closed' || (late() && link !== 'online');
  };
  persistInTime();
  keepOpen(props.self, person);
  return (
    <main class={styles.popup}>
      <Show when={state().call.phase !== 'none'}>
        <PopupCall />
      </Show>
      <Show when={unlinked()}>
        <LinkBanner />
      </Show>
      <Show when={needsAttention(state().identity)}>
        <IdentityNotes />
      </Show>
      <div class={styles.place}>
        <Switch fallback={<People self={props.self} />}>
          <Match when={navigation.place().at === 'settings'}>
            <Settings />
          </Match>
          <Match when={person()} keyed>
            {(chosen) => <Conversation person={chosen} self={props.self} header />}
          </Match>
        </Switch>
      </div>
    </main>
  );
};

const Root = () => {
  const { host, state } = useUi();
  const self = createMemo(() => selfOf(state()));
  return (
    <>
      <Show when={self()} keyed fallback={host.openWelcome ? <SetUp open={host.openWelcome} /> : <SignIn />}>
        {(person) => <SignedIn self={person} />}
      </Show>
      <Show when={state().notices.length > 0}>
        <Notices />
      </Show>
    </>
  );
};

/** The people column of 380 × 600 behind the toolbar's button. */
export const PopupApp = (props: EntryProps) => (
  <div class={styles.window}>
    <Frame client={props.client} host={props.host}>
      <Root />
    </Frame>
  </div>
);
