import type { AppState } from '#shared/core/app.ts';
import { assertNever } from '#shared/core/assert-never.ts';
import { concernsCalls } from '#shared/core/call/concerns.ts';
import { type AppEvent, newMind } from '#shared/core/mind.ts';
import { done, failed } from '#shared/core/reason.ts';
import { transition } from '#shared/core/transition.ts';
import type { WindowMessage } from '#shared/core/window-message.ts';
import { otherPerson } from '#shared/protocol/conversation.ts';
import type { Talk } from './acts/talk.ts';
import type { Within } from './acts/within.ts';
import type { Client } from './client.ts';
import { onDemand } from './on-demand.ts';
import type { Ports, StoredSession } from './ports.ts';
import type { RoomSurroundings } from './rooms/rooms.ts';
import { createHands } from './run-effects.ts';

const JITTER_MS = 1_000;

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
    if (ports.callsUnsupported && concernsCalls(happened)) {
      if (happened.type === 'call-started') hands.notice('calls_unsupported');
      return;
    }
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
      for (const effect of effects) {
        try {
          hands.run(effect);
        } catch (error) {
          // What the browser refuses keeps nothing else from being done.
          hands.broken(error);
        }
      }
    }
    busy = held;
    // Whatever happens meanwhile waits behind it.
    if (held) void loadCalls().then(work);
    if (mind.app !== before) for (const listener of [...listeners]) listener(mind.app);
  };

  const recall = async (): Promise<void> => {
    const [found, privacy] = await Promise.all([history.session(), history.privacy()]);
    session = found;
    if (!found) return dispatch({ type: 'session-found', session: undefined });
    const { relay, account, device } = found;
    dispatch({ type: 'session-found', session: { relay, account, device }, privacy });
  };

  const hands = createHands({ ports, session: () => session, recall, dispatch });

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

  /** A store that does not answer is asked again; whoever is known to be here stays. */
  const recallOrSay = (again?: true): void =>
    void recall().catch((error: unknown) => {
      if (!again) hands.broken(error);
      if (mind.app.session.state === 'loading') dispatch({ type: 'session-found', session: undefined });
      hands.later(() => recallOrSay(true));
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
        return hands.identity.recall();
      case 'ring-taken':
        return dispatch(message);
      case 'answer-call':
        // A context without calling would only pass it on again.
        if (ports.calling) dispatch({ type: 'call-answered', call: message.call, media: message.media });
        return;
      case 'hang-up':
        return dispatch({ type: 'call-hung-up', call: message.call });
      case 'call-over':
        return dispatch(message);
      case 'toggle-microphone':
        // One that has no call would only pass it on again.
        if (mind.app.call.phase !== 'other-context') dispatch({ type: 'microphone-toggled' });
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
  if (ports.callsUnsupported) hands.notice('calls_unsupported');

  /** For what nobody waits for. */
  const write = (work: Promise<unknown>): void => void work.catch(hands.broken);

  const within: Within = {
    ports,
    hands,
    state: () => mind.app,
    session: () => session,
    recall,
    forget: () => {
      session = undefined;
      dispatch({ type: 'session-found', session: undefined });
    },
    dispatch,
  };
  const talk = onDemand<Talk>({}, async () => (await import('./acts/talk.ts')).createTalk(within), failed('offline'));

  const archive = async (): Promise<Client['archive']> => {
    const { createArchive } = await import('./archive/archive.ts');
    const { exportZip, ...rest } = createArchive({ history, session: within.session, onChanged: hands.changed });
    return { ...rest, export: exportZip };
  };

  const device = (name: 'microphone' | 'camera') => (on: boolean) => dispatch({ type: 'device-set', device: name, on });

  const around: RoomSurroundings = {
    state: () => mind.app,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  return {
    ...around,
    account: onDemand({}, async () => (await import('./acts/account.ts')).accountActs(within), failed('offline')),
    identity: onDemand({}, async () => (await import('./acts/identity.ts')).identityActs(within), failed('offline')),
    recovery: onDemand({}, async () => (await import('./acts/recovery.ts')).recoveryActs(within), {
      ...failed('offline'),
      why: 'refused',
    }),

    verification: {
      compare: hands.identity.compare,
      decide: (...decision) => talk.decide(...decision),
      camera: async () =>
        ports.calling ? (await ports.calling()).media.camera('environment') : failed('device_missing'),
    },

    people: {
      find: async (query) => (session ? api.find(session.relay, session.token, query) : failed('unauthorized')),
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
      send: (...said) => talk.send(...said),
      act: (...done) => talk.act(...done),
      message: (message) => history.message(message).catch(() => undefined),
      retry: (envelope) => talk.retry(envelope),
      discard: (envelope) => talk.discard(envelope),
      read: (conversation) => {
        // Before the store has told of it, nobody has seen how much of it is unread.
        if (!mind.app.chat.summaries.get(conversation)?.unread) return;
        write(history.markRead(conversation).then(() => hands.changed(conversation, 'seen')));
      },
      draft: (conversation) => history.draft(conversation).catch(() => ''),
      saveDraft: (conversation, text) => write(history.saveDraft(conversation, text)),
      typing: (conversation, typing) => {
        if (session && mind.app.privacy.typing)
          hands.typing.tell(otherPerson(conversation, session.account.uid), typing);
      },
    },

    archive: onDemand({}, archive, failed('offline')),
    files: {
      send: (conversation, chosen) => talk.sendFile(conversation, chosen),
      kept: (message) =>
        hands.files().then(
          ({ kept }) => kept(message),
          () => undefined,
        ),
      fetch: (message) =>
        hands.files().then(
          ({ fetch }) => fetch(message),
          () => failed('offline'),
        ),
      record: (kind, longest, onLongest) =>
        import('./media/note-recorder.ts').then(
          ({ recordNote }) => recordNote(kind, longest, onLongest),
          () => failed('offline'),
        ),
      stop: hands.stopFile,
    },

    call: {
      start: (person, media) => dispatch({ type: 'call-started', call: chance.uuid(), person, media }),
      answer: (media) => dispatch({ type: 'call-answered', media }),
      decline: () => dispatch({ type: 'call-declined' }),
      hangUp: () => dispatch({ type: 'call-hung-up' }),
      dismiss: () => dispatch({ type: 'call-dismissed' }),
      resume: () => dispatch({ type: 'call-resumed' }),
      moveHere: () => dispatch({ type: 'call-moved-here' }),
      answerWaiting: (call, media) => dispatch({ type: 'waiting-answered', call, media }),
      declineWaiting: (call) => dispatch({ type: 'waiting-declined', call }),
      setMicrophone: device('microphone'),
      toggleMicrophone: () => dispatch({ type: 'microphone-toggled' }),
      setCamera: device('camera'),
      setDeafened: (deafened) => dispatch({ type: 'deafened-set', deafened }),
      share: (kind, tabCapture) =>
        dispatch({ type: 'share-asked', kind, ...(tabCapture !== undefined && { tabCapture }) }),
      stopSharing: (stream) => dispatch({ type: 'share-stop-asked', stream }),
      stream: (id) => hands.stream(id),
      choose: hands.choose,
      report: hands.report,
      iceServers: async () => hands.line.welcome()?.iceServers ?? [],
    },

    rooms: () => hands.rooms(around).catch(() => undefined),
    senses: async () => ports.calling?.().catch(() => undefined),
    push: onDemand({}, async () => (await import('./acts/push.ts')).pushActs(within), 'offline'),
    ringTest: onDemand({}, async () => (await import('./acts/ring-test.ts')).ringTestActs(within), failed('offline')),
    setPrivacy: (change) => talk.setPrivacy(change),
    reconnect: () => dispatch({ type: 'network-returned' }),
    setVisible: (visible) => {
      dispatch({ type: 'visibility-changed', visible });
      hands.seen(visible);
    },
    notice: hands.notice,
    dismissNotice: (id) => dispatch({ type: 'notice-dismissed', id }),
    close: (returning = false) => {
      const { phase } = mind.app.call;
      if (phase === 'active' && returning) dispatch({ type: 'call-left' });
      // Nobody else can go on with it: the other side need not wait for a path that will not come back.
      else if (phase === 'outgoing' || phase === 'active') dispatch({ type: 'call-hung-up' });
      closed = true;
      for (const end of endings) end?.();
      listeners.clear();
      hands.close();
      history.close();
    },
  };
};
