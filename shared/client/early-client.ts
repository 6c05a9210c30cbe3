import type { AppState } from '#shared/core/app.ts';
import { noIdentity } from '#shared/core/identity/transition.ts';
import { defaultPrivacy } from '#shared/core/privacy/privacy.ts';
import type { Client } from './client.ts';
import type { History } from './ports.ts';

/** What is read before there is a client. */
type Memory = Pick<History, 'session' | 'roster' | 'summaries' | 'close'>;

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
  const session = await memory.session();
  if (!session) return { ...unknown, session: { state: 'signed-out' } };
  const [contacts, summaries] = await Promise.all([memory.roster(), memory.summaries()]);
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
    memory.close();
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
  const later = <T>(act: (client: Client) => T | Promise<T>): Promise<T> => loaded.then(act);
  const soon = (act: (client: Client) => void): void => void loaded.then(act);

  return {
    state: () => shown,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    account: {
      probe: (relay) => later(({ account }) => account.probe(relay)),
      create: (registration) => later(({ account }) => account.create(registration)),
      signIn: (credentials) => later(({ account }) => account.signIn(credentials)),
      signOut: () => later(({ account }) => account.signOut()),
      sessions: () => later(({ account }) => account.sessions()),
    },
    identity: {
      confirm: (device) => soon(({ identity }) => identity.confirm(device)),
      agree: () => soon(({ identity }) => identity.agree()),
      endLinking: () => soon(({ identity }) => identity.endLinking()),
      remove: (device) => later(({ identity }) => identity.remove(device)),
      startOver: () => later(({ identity }) => identity.startOver()),
      dismissDoubt: (doubt) => soon(({ identity }) => identity.dismissDoubt(doubt)),
    },
    recovery: {
      create: () => later(({ recovery }) => recovery.create()),
      keep: (words) => later(({ recovery }) => recovery.keep(words)),
      restore: (text) => later(({ recovery }) => recovery.restore(text)),
    },
    verification: {
      compare: (account) => later(({ verification }) => verification.compare(account)),
      decide: (...decision) => later(({ verification }) => verification.decide(...decision)),
      camera: () => later(({ verification }) => verification.camera()),
    },
    people: {
      find: (query) => later(({ people }) => people.find(query)),
      contact: (account, act) => later(({ people }) => people.contact(account, act)),
    },
    chat: {
      open: (conversation) => soon(({ chat }) => chat.open(conversation)),
      close: () => soon(({ chat }) => chat.close()),
      older: () => soon(({ chat }) => chat.older()),
      newer: () => soon(({ chat }) => chat.newer()),
      newest: () => soon(({ chat }) => chat.newest()),
      goTo: (conversation, item) => soon(({ chat }) => chat.goTo(conversation, item)),
      send: (...said) => later(({ chat }) => chat.send(...said)),
      act: (conversation, act) => later(({ chat }) => chat.act(conversation, act)),
      message: (message) => later(({ chat }) => chat.message(message)),
      retry: (message) => soon(({ chat }) => chat.retry(message)),
      discard: (message) => soon(({ chat }) => chat.discard(message)),
      read: (conversation) => soon(({ chat }) => chat.read(conversation)),
      draft: (conversation) => later(({ chat }) => chat.draft(conversation)),
      saveDraft: (conversation, text) => soon(({ chat }) => chat.saveDraft(conversation, text)),
      typing: (conversation, typing) => soon(({ chat }) => chat.typing(conversation, typing)),
    },
    archive: {
      search: (query, limit, conversation) => later(({ archive }) => archive.search(query, limit, conversation)),
      contents: (scope) => later(({ archive }) => archive.contents(scope)),
      export: (scope, progress) => later(({ archive }) => archive.export(scope, progress)),
      erase: (scope, progress) => later(({ archive }) => archive.erase(scope, progress)),
    },
    files: {
      send: (conversation, chosen) => later(({ files }) => files.send(conversation, chosen)),
      kept: (message) => later(({ files }) => files.kept(message)),
      fetch: (message) => later(({ files }) => files.fetch(message)),
      stop: (message) => soon(({ files }) => files.stop(message)),
    },
    call: {
      start: (person, media) => soon(({ call }) => call.start(person, media)),
      answer: (media) => soon(({ call }) => call.answer(media)),
      decline: () => soon(({ call }) => call.decline()),
      hangUp: () => soon(({ call }) => call.hangUp()),
      dismiss: () => soon(({ call }) => call.dismiss()),
      setMicrophone: (on) => soon(({ call }) => call.setMicrophone(on)),
      setCamera: (on) => soon(({ call }) => call.setCamera(on)),
      setDeafened: (deafened) => soon(({ call }) => call.setDeafened(deafened)),
      // Within the click: there is no call before there is a client.
      share: (kind, tabCapture) => real?.call.share(kind, tabCapture),
      stopSharing: () => real?.call.stopSharing(),
      stream: (id) => real?.call.stream(id),
    },
    setPrivacy: (change) => later((client) => client.setPrivacy(change)),
    setVisible: (visible) => soon((client) => client.setVisible(visible)),
    dismissNotice: (id) => soon((client) => client.dismissNotice(id)),
    close: () => soon((client) => client.close()),
  };
};
