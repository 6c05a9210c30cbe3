import type { AppState } from '#shared/core/app.ts';
import { noIdentity } from '#shared/core/identity/transition.ts';
import { defaultPrivacy } from '#shared/core/privacy/privacy.ts';
import type { Client } from './client.ts';
import { onDemand } from './on-demand.ts';
import type { History } from './ports.ts';

/** What is read before there is a client. */
type Memory = Pick<History, 'overview'>;

const unknown: AppState = {
  session: { state: 'loading' },
  link: { state: 'idle' },
  identity: noIdentity,
  roster: { loaded: false, contacts: new Map() },
  presence: new Map(),
  typing: new Map(),
  transfers: new Map(),
  chat: { summaries: new Map() },
  call: { phase: 'none' },
  privacy: defaultPrivacy,
  notices: [],
};

const recall = async (memory: Memory): Promise<AppState> => {
  const { session, contacts, summaries } = await memory.overview();
  if (!session) return { ...unknown, session: { state: 'signed-out' } };
  const { relay, account, device } = session;
  return {
    ...unknown,
    session: { state: 'signed-in', relay, account, device },
    roster: { loaded: true, contacts: new Map(contacts.map((contact) => [contact.account, contact])) },
    chat: { summaries: new Map(summaries.map((summary) => [summary.conversation, summary])) },
  };
};

/** The client has caught up with its own store, so that nothing leaves the screen when it takes over. */
const knowsAsMuch = (state: AppState, early: AppState): boolean => {
  if (state.session.state !== 'signed-in') return state.session.state === 'signed-out';
  return state.roster.loaded && (state.chat.summaries.size > 0 || early.chat.summaries.size === 0);
};

/**
 * A client that shows what the device remembers while the real one is still being loaded: for the toolbar's popup, which
 * has to be there at once. Acts wait for the real one. `load` is asked as soon as the memory has been told.
 */
export const earlyClient = (memory: Memory, load: () => Promise<Client>): Client => {
  const listeners = new Set<(state: AppState) => void>();
  let early = unknown;
  let shown = unknown;
  let real: Client | undefined;

  const show = (state: AppState): void => {
    if (state === shown) return;
    shown = state;
    for (const listener of [...listeners]) listener(state);
  };

  const remember = async (): Promise<void> => {
    // Where the store refuses, the real client says so.
    early = await recall(memory).catch(() => unknown);
    show(early);
  };

  const takeOver = (client: Client): Client => {
    real = client;
    const follow = (): void => {
      if (shown !== early || knowsAsMuch(client.state(), early)) show(client.state());
    };
    client.subscribe(follow);
    follow();
    return client;
  };

  const loaded = remember().then(load).then(takeOver);
  const later = <
    Name extends
      | 'account'
      | 'identity'
      | 'people'
      | 'chat'
      | 'recovery'
      | 'verification'
      | 'archive'
      | 'files'
      | 'push'
      | 'ringTest',
  >(
    name: Name,
  ) => onDemand<Client[Name]>({}, async () => (await loaded)[name]);
  const soon = (act: (client: Client) => void): void => void loaded.then(act);

  return {
    state: () => shown,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    account: later('account'),
    identity: later('identity'),
    recovery: later('recovery'),
    verification: later('verification'),
    people: later('people'),
    chat: later('chat'),
    archive: later('archive'),
    files: later('files'),
    push: later('push'),
    ringTest: later('ringTest'),
    call: onDemand<Client['call'], Pick<Client['call'], 'share' | 'stream' | 'report'>>(
      {
        // Within the click: there is no call before there is a client.
        share: (kind, tabCapture) => real?.call.share(kind, tabCapture),
        stream: (id) => real?.call.stream(id),
        report: () => real?.call.report(),
      },
      async () => (await loaded).call,
    ),
    rooms: async () => (await loaded).rooms(),
    senses: async () => (await loaded).senses(),
    setPrivacy: async (change) => (await loaded).setPrivacy(change),
    reconnect: () => soon((client) => client.reconnect()),
    setVisible: (visible) => soon((client) => client.setVisible(visible)),
    notice: (reason) => soon((client) => client.notice(reason)),
    dismissNotice: (id) => soon((client) => client.dismissNotice(id)),
    close: (returning) => soon((client) => client.close(returning)),
  };
};
