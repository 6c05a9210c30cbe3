import { type Accessor, createContext, useContext } from 'solid-js';
import type { Client } from '#shared/client/client.ts';
import type { AppState } from '#shared/core/app.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import type { Host } from '../host.ts';
import type { Words } from '../strings/en.ts';
import type { Navigation } from './navigation.ts';
import type { Preferences } from './preferences.ts';

/** What every component can reach. */
export interface Ui {
  readonly client: Client;
  readonly host: Host;
  readonly state: Accessor<AppState>;
  readonly words: Accessor<Words>;
  readonly preferences: Preferences;
  readonly navigation: Navigation;
}

export const UiContext = createContext<Ui>();

export const useUi = (): Ui => {
  const ui = useContext(UiContext);
  if (!ui) throw new Error('Outside of a Frame');
  return ui;
};

/** The signed-in person, or nobody. */
export const selfOf = (state: AppState): AccountId | undefined =>
  state.session.state === 'signed-in' ? state.session.account.uid : undefined;

/** The login, or the start of the UID of someone who never was on the list. */
export const nameOf = (state: AppState, person: AccountId): string =>
  state.roster.contacts.get(person)?.login ?? state.roster.logins?.get(person) ?? person.slice(0, 8);
