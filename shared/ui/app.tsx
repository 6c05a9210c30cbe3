import { createEffect, createMemo, createSignal, Match, on, onCleanup, Show, Switch, untrack } from 'solid-js';
import type { Call } from '#shared/core/call/call.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import styles from './app.module.css';
import { Conversation } from './chat/conversation.tsx';
import { keepOpen } from './chat/keep-open.ts';
import { isChecked, leaveChecked } from './check/checked.ts';
import { type EntryProps, Frame } from './frame/frame.tsx';
import { LinkBanner } from './frame/link-banner.tsx';
import { createMediaQuery } from './frame/media-query.ts';
import { Notices } from './frame/notices.tsx';
import { persistInTime } from './frame/persistence.ts';
import { selfOf, useUi } from './frame/ui.ts';
import { needsAttention } from './identity/attention.ts';
import { lazily } from './kit/lazily.ts';
import { People } from './roster/people.tsx';

type OwnCall = Extract<Call, { readonly phase: 'outgoing' | 'active' | 'ended' }>;

/** Milliseconds in which the page is used before it offers anything: what does is not loaded before what was asked for. */
const OFFER_MS = 5_000;

const CheckOffer = lazily(() => import('./check/check-offer.tsx'), 'CheckOffer');
const SignIn = lazily(() => import('./account/sign-in.tsx'), 'SignIn');
const IdentityNotes = lazily(() => import('./identity/identity-notes.tsx'), 'IdentityNotes');
const Settings = lazily(() => import('./settings/settings.tsx'), 'Settings');
const Administration = lazily(() => import('./admin/administration.tsx'), 'Administration');
const CallScreen = lazily(() => import('./call/call-screen.tsx'), 'CallScreen');
const CallBar = lazily(() => import('./call/call-bar.tsx'), 'CallBar');
const RoomBar = lazily(() => import('./rooms/room-bar.tsx'), 'RoomBar');
const RoomLayer = lazily(() => import('./rooms/room-layer.tsx'), 'RoomLayer');
const ShareTo = lazily(() => import('./files/share-to.tsx'), 'ShareTo');
const RingDialog = lazily(() => import('./call/ring-dialog.tsx'), 'RingDialog');

interface HomeProps {
  readonly self: AccountId;
  readonly wide: boolean;
  /** Whose conversation is open. */
  readonly person: AccountId | undefined;
  /** There is a call that nothing else shows. */
  readonly bar: boolean;
  /** There is, or was, a room. */
  readonly room: boolean;
  readonly onShowCall: (() => void) | undefined;
}

/** The people beside what was chosen: one column on a phone, two from 900 px. */
const Home = (props: HomeProps) => {
  const { navigation, state, words } = useUi();
  const [offers, setOffers] = createSignal(false);
  const offerIsDue = setTimeout(() => setOffers(true), OFFER_MS);
  onCleanup(() => clearTimeout(offerIsDue));
  const hasContacts = () => [...state().roster.contacts.values()].some(({ relation }) => relation === 'contact');
  const inDetail = () => props.person !== undefined || ['settings', 'administration'].includes(navigation.place().at);
  return (
    <div class={styles.home}>
      <LinkBanner />
      <Show when={needsAttention(state().identity)}>
        <IdentityNotes />
      </Show>
      <Show when={props.bar}>
        <CallBar onShow={props.onShowCall} />
      </Show>
      <Show when={props.room}>
        <RoomBar />
      </Show>
      <Show when={offers() && !isChecked() && !inDetail() && !props.bar && hasContacts()}>
        <CheckOffer />
      </Show>
      <div class={styles.columns}>
        <Show when={props.wide || !inDetail()}>
          <div class={styles.people}>
            <People self={props.self} />
          </div>
        </Show>
        <Show when={props.wide || inDetail()}>
          <main class={styles.detail}>
            <Switch fallback={<p class={styles.choose}>{words().chat.choose}</p>}>
              <Match when={navigation.place().at === 'settings'}>
                <Settings />
              </Match>
              <Match when={navigation.place().at === 'administration'}>
                <Administration />
              </Match>
              <Match when={props.person} keyed>
                {(chosen) => <Conversation person={chosen} self={props.self} header />}
              </Match>
            </Switch>
          </main>
        </Show>
      </div>
    </div>
  );
};

const SignedIn = (props: { readonly self: AccountId }) => {
  const { navigation, state } = useUi();
  const wide = createMediaQuery('(min-width: 900px)');
  const [hiddenCall, setHiddenCall] = createSignal<string>();
  const [closedRing, setClosedRing] = createSignal<string>();
  const [chatBeside, setChatBeside] = createSignal(false);
  const person = createMemo(() => {
    const place = navigation.place();
    return place.at === 'conversation' ? place.person : undefined;
  });
  const call = createMemo(() => state().call);
  const callId = createMemo(() => {
    const current = call();
    return current.phase === 'none' ? undefined : current.call;
  });
  /** A call this window is or was in. What only rang here, and calls of other windows, have the bar. */
  const own = createMemo<OwnCall | undefined>((before) => {
    const current = call();
    if (current.phase === 'outgoing' || current.phase === 'active') return current;
    return current.phase === 'ended' && before?.call === current.call ? current : undefined;
  });
  const shown = () => own() !== undefined && hiddenCall() !== callId();
  const ring = createMemo(() => {
    const current = call();
    if (current.phase !== 'incoming' || !current.ringsHere || current.silent) return undefined;
    return closedRing() === current.call ? undefined : current;
  });

  createEffect(() => {
    if (own()) leaveChecked();
  });

  const atRoom = () => navigation.place().at === 'room';
  const hadRoom = createMemo<boolean>((before) => before || atRoom(), false);

  const hide = () => setHiddenCall(callId());
  const write = () => {
    const current = own();
    if (!current) return;
    hide();
    navigation.go({ at: 'conversation', person: current.person });
  };
  const isBeside = () => shown() && chatBeside() && wide();
  const toggleChat = () => (wide() ? setChatBeside(!chatBeside()) : write());
  createEffect(on(callId, () => setChatBeside(false), { defer: true }));
  // Whoever asks for a room wants to see it; a call that comes later is shown over it.
  createEffect(() => atRoom() && untrack(hide));
  persistInTime();
  keepOpen(props.self, () => {
    if (shown()) return isBeside() ? own()?.person : undefined;
    return person();
  });

  return (
    <>
      <Show when={!shown() && !atRoom()}>
        <Home
          self={props.self}
          person={person()}
          wide={wide()}
          bar={callId() !== undefined && !ring()}
          room={hadRoom()}
          onShowCall={own() ? () => setHiddenCall(undefined) : undefined}
        />
      </Show>
      <Show when={own()}>
        {(current) => (
          // Hidden, not gone: the other side must still be heard.
          <div hidden={!shown()}>
            <CallScreen
              onHide={hide}
              chat={{ shown: chatBeside(), toggle: toggleChat }}
              onWrite={write}
              onClose={() => setHiddenCall(undefined)}
            >
              <Show when={isBeside()}>
                <aside class={styles.beside}>
                  <Conversation person={current().person} self={props.self} header={false} />
                </aside>
              </Show>
            </CallScreen>
          </div>
        )}
      </Show>
      <Show when={hadRoom()}>
        <RoomLayer covered={shown()} onHide={navigation.back} onClose={navigation.back} />
      </Show>
      <Show when={navigation.place().at === 'share'}>
        <ShareTo self={props.self} />
      </Show>
      <Show when={ring()}>
        {(incoming) => <RingDialog call={incoming()} onClose={() => setClosedRing(incoming().call)} />}
      </Show>
    </>
  );
};

const Root = () => {
  const { state } = useUi();
  const self = createMemo(() => selfOf(state()));
  return (
    <>
      <Show when={self()} keyed fallback={<SignIn />}>
        {(person) => <SignedIn self={person} />}
      </Show>
      <Notices />
    </>
  );
};

/** The whole interface, for the web app. */
export const App = (props: EntryProps) => (
  <Frame client={props.client} host={props.host}>
    <Root />
  </Frame>
);
