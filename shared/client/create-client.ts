import type { AppState } from '#shared/core/app.ts';
import { assertNever } from '#shared/core/assert-never.ts';
import { concernsCalls } from '#shared/core/call/concerns.ts';
import { type AppEvent, newMind } from '#shared/core/mind.ts';
import { done, failed, type Outcome } from '#shared/core/reason.ts';
import { transition } from '#shared/core/transition.ts';
import type { WindowMessage } from '#shared/core/window-message.ts';
import type { DeviceRegistration, Session } from '#shared/protocol/account.ts';
import type { Content, Undated } from '#shared/protocol/content.ts';
import { TEXT_MAX } from '#shared/protocol/content-limits.ts';
import { otherPerson } from '#shared/protocol/conversation.ts';
import type { ConversationId } from '#shared/protocol/ids.ts';
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts';
import type { Archive } from './archive/archive.ts';
import type { Client } from './client.ts';
import type { Files } from './files/files.ts';
import { createWithdrawal } from './files/withdrawal.ts';
import type { Keeper } from './identity/keeper.ts';
import type { Linker } from './identity/linking.ts';
import { say } from './mail/say.ts';
import { type DeviceSecrets, type Ports, type StoredSession, StoreError } from './ports.ts';
import { createHands } from './run-effects.ts';

const JITTER_MS = 1_000;

/** A write to the store as an outcome. */
const stored = async (write: Promise<unknown>): Promise<Outcome> => {
  try {
    await write;
    return done;
  } catch (error) {
    if (error instanceof StoreError) return failed(error.reason);
    throw error;
  }
};

/** One context's client: the mind, its hands, and the loop between them. */
export const createClient = (ports: Ports): Client => {
  const { history, windows, clock, chance, api } = ports;
  const listeners = new Set<(state: AppState) => void>();
  const events: AppEvent[] = [];
  let mind = newMind(ports.calling !== undefined);
  let session: StoredSession | undefined;
  let busy = false;
  let closed = false;

  /** At once, also the effects: a share must be asked for within the click. What happens meanwhile waits its turn. */
  const dispatch = (happened: AppEvent): void => {
    if (closed) return;
    events.push(happened);
    if (!busy) work();
  };

  const work = (): void => {
    busy = true;
    const before = mind.app;
    let held = false;
    for (let event = events[0]; event; event = events[0]) {
      held = !mind.machine && concernsCalls(event);
      if (held) break;
      events.shift();
      const jitter = Math.floor(chance.random() * JITTER_MS);
      const [next, effects] = transition(mind, { ...event, now: clock.now(), jitter });
      mind = next;
      for (const effect of effects) hands.run(effect);
    }
    busy = held;
    // Whatever happens meanwhile waits behind it.
    if (held) void loadCalls().then(work);
    if (mind.app !== before) for (const listener of [...listeners]) listener(mind.app);
  };

  const hands = createHands({ ports, session: () => session, dispatch });

  const loadCalls = async (): Promise<void> => {
    try {
      const { createCalls, machine } = await import('./calls/calls.ts');
      hands.takeCalls(createCalls);
      mind = { ...mind, machine };
    } catch {
      // The next thing that is said of a call asks for it again.
      events.shift();
      hands.notice('offline');
    }
  };

  const recall = async (): Promise<void> => {
    session = await history.session();
    const found = session && { relay: session.relay, account: session.account, device: session.device };
    dispatch({ type: 'session-found', session: found });
  };

  const recallOrSay = (): void =>
    void recall().catch((error: unknown) => {
      hands.broken(error);
      dispatch({ type: 'session-found', session: undefined });
    });

  const hear = (message: WindowMessage): void => {
    switch (message.type) {
      case 'conversation-changed':
        dispatch(message);
        // Its own context may be gone before it could do either.
        hands.expire();
        return hands.sendMail();
      case 'session-changed':
        return recallOrSay();
      case 'privacy-changed':
        return hands.recallPrivacy();
      case 'identity-changed':
        return hands.identityChanged();
      case 'ring-taken':
        return dispatch(message);
      case 'answer-call':
        // A context without calling would only pass it on again.
        if (ports.calling) dispatch({ type: 'call-answered', call: message.call, media: message.media });
        return;
      case 'share-tab':
        if (mind.app.call.phase !== 'active') return;
        return dispatch({ type: 'share-asked', kind: 'tab', tabCapture: message.tabCapture });
      case 'stop-sharing':
        if (mind.app.call.phase !== 'active') return;
        return dispatch({ type: 'share-stop-asked' });
      default:
        assertNever(message);
    }
  };

  const endings = [windows.listen(hear), ports.network?.returned(() => dispatch({ type: 'network-returned' }))];
  recallOrSay();

  const adopt = async (
    relay: string,
    { token, account, device }: Session,
    secrets: DeviceSecrets,
  ): Promise<Outcome> => {
    // The relay has the first prekey already.
    const prekeys = secrets.prekeys.map((prekey) => ({ ...prekey, since: clock.now() }));
    const kept = await stored(history.saveSession({ relay, token, account, device }, { ...secrets, prekeys }));
    if (!kept.ok) return kept;
    windows.post({ type: 'session-changed' });
    await recall();
    return done;
  };

  /** The open conversation is where a person retries or discards. */
  const refresh = (): void => {
    const { open } = mind.app.chat;
    if (open) hands.changed(open.conversation);
  };

  /** This device gets its keys, is made known to the relay and remembers who it is. */
  const enrol = async (
    relay: string,
    ask: (device: DeviceRegistration) => Promise<Outcome<Session>>,
  ): Promise<Outcome> => {
    const made = await ports
      .sealer()
      .then((sealer) => sealer.newDevice(ports.deviceName))
      .catch(() => undefined);
    // The code that seals could not be loaded.
    if (!made) return failed('offline');
    const answer = await ask(made.registration);
    return answer.ok ? adopt(relay, answer.value, made.secrets) : answer;
  };

  const withSession = <T>(act: (session: StoredSession) => Promise<Outcome<T>>): Promise<Outcome<T>> =>
    session ? act(session) : Promise.resolve(failed('unauthorized'));

  const enqueue = (conversation: ConversationId, said: Undated<Content>, file?: Blob): Promise<Outcome> =>
    withSession(async ({ account }) => {
      if ('text' in said && said.text.length > TEXT_MAX) return failed('too_large');
      const queued = await stored(say(ports, account.uid, conversation, said, file));
      if (!queued.ok) return queued;
      hands.changed(conversation);
      hands.sendMail();
      return done;
    });

  const keep = (act: (keeper: Keeper) => Promise<Outcome>): Promise<Outcome> =>
    hands.keeper().then(act, () => failed('offline'));
  const link = (act: (linker: Linker) => void): void => void hands.linker().then(act, () => hands.notice('offline'));

  /** For what nobody waits for. */
  const write = (work: Promise<unknown>): void => void work.catch(hands.broken);

  const withdrawal = createWithdrawal({
    history,
    session: () => session,
    stopFile: hands.stopFile,
    onNoted: hands.sendMail,
  });
  /** The code may be out of reach. */
  const archive = <T>(act: (archive: Archive) => Promise<Outcome<T>>): Promise<Outcome<T>> =>
    import('./archive/archive.ts').then(
      ({ createArchive }) => act(createArchive({ history, session: () => session, onChanged: hands.changed })),
      () => failed('offline'),
    );
  const files = <T>(act: (files: Files) => Promise<Outcome<T>>): Promise<Outcome<T>> =>
    hands.files().then(act, () => failed('offline'));

  const device = (name: 'microphone' | 'camera') => (on: boolean) => dispatch({ type: 'device-set', device: name, on });

  return {
    state: () => mind.app,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    account: {
      probe: async (relay) => {
        const facts = await api.facts(relay);
        return facts.ok && facts.value.protocol !== PROTOCOL_VERSION ? failed('not_a_relay') : facts;
      },
      create: ({ relay, ...request }) => enrol(relay, (device) => api.register(relay, { ...request, device })),
      signIn: ({ relay, login, password }) => enrol(relay, (device) => api.signIn(relay, { login, password, device })),
      signOut: async () => {
        const left = session;
        session = undefined;
        // First of all: the relay closes the sockets of a device that is signed out, which is no news then.
        dispatch({ type: 'session-found', session: undefined });
        if (left) await api.signOut(left.relay, left.token);
        const erased = await stored(history.erase());
        windows.post({ type: 'session-changed' });
        return erased;
      },
      sessions: () => withSession(({ relay, token }) => api.sessions(relay, token)),
    },

    identity: {
      confirm: (device) => link(({ give }) => give(device)),
      agree: (withHistory) => link(({ agree }) => agree(withHistory)),
      endLinking: () => link(({ end }) => end()),
      remove: (device) =>
        withSession(async ({ relay, token }) => {
          // First of all nobody seals for it any more.
          const expelled = await keep(({ expel }) => expel(device));
          // Who cannot sign the list can still end the session.
          return expelled.ok || expelled.reason === 'unconfirmed' ? api.revoke(relay, token, device) : expelled;
        }),
      startOver: () => keep(({ startOver }) => startOver()),
      dismissDoubt: (doubt) => dispatch({ type: 'doubt-dismissed', doubt }),
    },

    recovery: {
      create: () =>
        import('./recovery/words.ts').then(
          ({ newWords }) => ({ ok: true, value: newWords() }),
          () => failed('offline'),
        ),
      keep: (words) =>
        hands.recovery().then(
          ({ keep }) => keep(words),
          () => failed('offline'),
        ),
      restore: (text) =>
        hands.recovery().then(
          ({ restore }) => restore(text),
          () => ({ ok: false, why: 'refused', reason: 'offline' }),
        ),
    },

    verification: {
      compare: hands.compare,
      decide: (who, identity_key, verified) =>
        withSession(async ({ account }) => {
          const mark = { account: who, identity_key, verified };
          const kept = await stored(history.mark(mark, chance.ulid(), clock.now(), account.uid));
          if (kept.ok) hands.decided();
          return kept;
        }),
      camera: async () =>
        ports.calling ? (await ports.calling()).media.camera('environment') : failed('device_missing'),
    },

    people: {
      find: (query) => withSession(({ relay, token }) => api.find(relay, token, query)),
      contact: async (account, act) => {
        const answer = await hands.line.request({ type: 'contact', account, act });
        return answer.ok ? done : answer;
      },
    },

    chat: {
      open: (conversation) => dispatch({ type: 'conversation-opened', conversation }),
      close: () => dispatch({ type: 'conversation-closed' }),
      older: () => dispatch({ type: 'older-wanted' }),
      newer: () => dispatch({ type: 'newer-wanted' }),
      newest: () => dispatch({ type: 'newest-wanted' }),
      goTo: (conversation, item) => dispatch({ type: 'item-wanted', conversation, item }),
      send: (conversation, text, more) => enqueue(conversation, { type: 'text', text, ...more }),
      act: async (conversation, act) => {
        if (act.type !== 'delete') return enqueue(conversation, act);
        const message = await history.message(act.target).catch(() => undefined);
        if (await withdrawal.discardUpload(act.target)) {
          hands.changed(conversation);
          return done;
        }
        const queued = await enqueue(conversation, act);
        if (queued.ok && message) write(withdrawal.forgetFile(message));
        return queued;
      },
      message: (message) => history.message(message).catch(() => undefined),
      retry: (message) => {
        const retry = async (): Promise<void> => {
          await history.requeue(message);
          refresh();
          hands.sendMail();
        };
        write(retry());
      },
      discard: (envelope) => write(withdrawal.discard(envelope).then(refresh)),
      read: (conversation) => {
        // Before the store has told of it, nobody has seen how much of it is unread.
        if (!mind.app.chat.summaries.get(conversation)?.unread) return;
        write(history.markRead(conversation).then(() => hands.changed(conversation)));
      },
      draft: (conversation) => history.draft(conversation).catch(() => ''),
      saveDraft: (conversation, text) => write(history.saveDraft(conversation, text)),
      typing: (conversation, typing) => {
        if (session && mind.app.privacy.typing)
          hands.typing.tell(otherPerson(conversation, session.account.uid), typing);
      },
    },

    archive: {
      search: (query, limit, conversation) => archive(({ search }) => search(query, limit, conversation)),
      contents: (scope) => archive(({ contents }) => contents(scope)),
      export: (scope, progress) => archive(({ exportZip }) => exportZip(scope, progress)),
      erase: (scope, progress) => archive(({ erase }) => erase(scope, progress)),
    },

    files: {
      send: (conversation, { file, name, text, voice, reply }) =>
        files(async ({ attachmentOf }) => {
          const attachment = await attachmentOf(file, name, voice);
          return enqueue(conversation, { type: 'text', text, attachment, ...(reply && { reply }) }, file);
        }),
      kept: (message) =>
        hands.files().then(
          ({ kept }) => kept(message),
          () => undefined,
        ),
      fetch: (message) => files(({ fetch }) => fetch(message)),
      stop: hands.stopFile,
    },

    call: {
      start: (person, media) => dispatch({ type: 'call-started', call: chance.uuid(), person, media }),
      answer: (media) => dispatch({ type: 'call-answered', media }),
      decline: () => dispatch({ type: 'call-declined' }),
      hangUp: () => dispatch({ type: 'call-hung-up' }),
      dismiss: () => dispatch({ type: 'call-dismissed' }),
      setMicrophone: device('microphone'),
      setCamera: device('camera'),
      setDeafened: (deafened) => dispatch({ type: 'deafened-set', deafened }),
      share: (kind, tabCapture) =>
        dispatch({ type: 'share-asked', kind, ...(tabCapture !== undefined && { tabCapture }) }),
      stopSharing: () => dispatch({ type: 'share-stop-asked' }),
      stream: (id) => hands.stream(id),
    },

    setPrivacy: (change) =>
      withSession(async ({ account }) => {
        const saved = await stored(
          history.savePrivacy({ ...mind.app.privacy, ...change }, chance.ulid(), clock.now(), account.uid),
        );
        if (!saved.ok) return saved;
        hands.privacyChanged();
        hands.sendMail();
        return done;
      }),
    setVisible: (visible) => dispatch({ type: 'visibility-changed', visible }),
    dismissNotice: (id) => dispatch({ type: 'notice-dismissed', id }),
    close: () => {
      const { phase } = mind.app.call;
      // Nobody else can go on with it: the other side need not wait for a path that will not come back.
      if (phase === 'outgoing' || phase === 'active') dispatch({ type: 'call-hung-up' });
      closed = true;
      for (const end of endings) end?.();
      listeners.clear();
      hands.close();
      history.close();
    },
  };
};
