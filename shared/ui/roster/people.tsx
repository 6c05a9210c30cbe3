import { createComputed, createMemo, createSelector, createSignal, For, type JSX, Show } from 'solid-js';
import { directConversation } from '#shared/protocol/conversation.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import { createNow } from '../frame/now.ts';
import { useUi } from '../frame/ui.ts';
import { IconButton } from '../kit/icon-button.tsx';
import { CameraIcon, PersonAddIcon, SettingsIcon } from '../kit/icons.ts';
import { lazily } from '../kit/lazily.ts';
import { Logo } from '../kit/logo.tsx';
import { moveFocus } from '../kit/move-focus.ts';
import { SearchField } from '../search/search-field.tsx';
import styles from './people.module.css';
import { PersonRow } from './person-row.tsx';
import { related, sortedPeople } from './sorted-people.ts';

const Requests = lazily(() => import('./requests.tsx'), 'Requests');
const MessageHits = lazily(() => import('../search/message-hits.tsx'), 'MessageHits');
const AddContact = lazily(() => import('./add-contact.tsx'), 'AddContact');
const NewRoom = lazily(() => import('../rooms/new-room.tsx'), 'NewRoom');
const Nobody = lazily(() => import('./nobody.tsx'), 'Nobody');

interface PeopleProps {
  readonly self: AccountId;
  /** Between the header and the search: the link, the call. */
  readonly children?: JSX.Element;
}

/** The people column. */
export const People = (props: PeopleProps) => {
  const { navigation, state, words } = useUi();
  const [search, setSearch] = createSignal('');
  const [making, setMaking] = createSignal(false);
  const now = createNow(60_000);
  const roster = createMemo(() => state().roster);
  // A signal and no memo: where it stays the same, the rows that depend on it are not even looked at.
  const [summaries, setSummaries] = createSignal(state().chat.summaries);
  createComputed(() => setSummaries(state().chat.summaries));
  const people = createMemo(() => sortedPeople(roster(), summaries(), props.self, search()));
  const asked = createMemo(() => related(roster(), 'incoming').length + related(roster(), 'outgoing').length > 0);
  const isHere = createSelector(() => {
    const place = navigation.place();
    return place.at === 'conversation' ? place.person : undefined;
  });
  const searching = () => search().trim() !== '';
  const alone = () => roster().loaded && roster().contacts.size === 0;

  return (
    <div class={styles.people}>
      <header class={styles.header}>
        <Logo />
        <h1 class={styles.brand}>Tincan</h1>
        <IconButton label={words().people.newRoom} icon={CameraIcon} onClick={() => setMaking(true)} />
        <Show when={!alone()}>
          <IconButton
            label={words().people.addContact}
            icon={PersonAddIcon}
            onClick={() => navigation.go({ at: 'add-contact' })}
          />
        </Show>
        <IconButton
          label={words().people.settings}
          icon={SettingsIcon}
          onClick={() => navigation.go({ at: 'settings' })}
        />
      </header>
      {props.children}
      <Show when={!alone()}>
        <div class={styles.search}>
          <SearchField
            label={words().people.search}
            value={search()}
            onInput={setSearch}
            // Where it cannot be loaded now, the first letter tries again.
            onFocus={MessageHits.preload}
          />
        </div>
      </Show>
      <div class={styles.scroll}>
        <Show when={asked() && !searching()}>
          <Requests />
        </Show>
        <Show when={searching() && people().length > 0}>
          <h2 class={styles.section}>{words().people.title}</h2>
        </Show>
        <ul aria-label={words().people.title} onKeyDown={moveFocus}>
          <For each={people()}>
            {(person) => {
              const summary = createMemo(() => summaries().get(directConversation(props.self, person)));
              return (
                <PersonRow person={person} self={props.self} now={now()} summary={summary()} here={isHere(person)} />
              );
            }}
          </For>
        </ul>
        <Show when={alone()}>
          <Nobody />
        </Show>
        <Show when={searching()}>
          <MessageHits query={search()} self={props.self} />
        </Show>
      </div>
      <Show when={navigation.place().at === 'add-contact'}>
        <AddContact self={props.self} />
      </Show>
      <Show when={making()}>
        <NewRoom onClose={() => setMaking(false)} />
      </Show>
    </div>
  );
};
