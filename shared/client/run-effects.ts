import type { Message } from '#shared/core/chat/timeline.ts';
import type { Touched } from '#shared/core/chat/transition.ts';
import type { AppEffect, AppEvent } from '#shared/core/mind.ts';
import type { Reason } from '#shared/core/reason.ts';
import type { ConversationId, RingTestId } from '#shared/protocol/ids.ts';
import type { Calls, CallsOptions } from './calls/calls.ts';
import { createExpiry } from './expiry.ts';
import type { Files } from './files/files.ts';
import { createIdentityHands, type IdentityHands } from './identity/hands.ts';
import { loadOnce } from './load-once.ts';
import type { Mail } from './mail/mail.ts';
import { createTypingNotes, type TypingNotes } from './mail/typing.ts';
import { type CallReport, type Ports, type StoredSession, StoreError } from './ports.ts';
import { createReading } from './reading.ts';
import { createLine, type Line } from './relay/line.ts';
import type { RoomDesk, RoomSurroundings } from './rooms/rooms.ts';
import { createTimers } from './timers.ts';

/** Before what could not be loaded, or read, is asked for again. */
const AGAIN_MS = 5_000;

/** The parts of a context that reach out of it. */
export interface Hands {
  run(effect: AppEffect): void;
  readonly line: Line;
  /** Messages that wait for their tick are sent, here or by whoever does it for this device. */
  sendMail(): void;
  /** The files of messages; loaded when one is first chosen or seen. */
  files(): Promise<Files>;
  /** Ends what is under way with the file of a message. */
  stopFile(message: Message): void;
  readonly typing: TypingNotes;
  /** Another context may have shown a message that disappears. */
  expire(): void;
  readonly identity: IdentityHands;
  /** What runs calls has been loaded. */
  takeCalls(create: (options: CallsOptions) => Calls): void;
  rooms(around: RoomSurroundings): Promise<RoomDesk>;
  /** Somebody looks at this context, or nobody any more. */
  seen(visible: boolean): void;
  readonly stream: Calls['stream'];
  readonly choose: Calls['choose'];
  report(): CallReport | undefined;
  /** What others are let know was chosen here, or in another context. */
  privacyChanged(): void;
  recallPrivacy(): void;
  /** A conversation was written to here: shows it, and tells the other contexts. Without `touched`, any of it. */
  changed(conversation: ConversationId, touched?: Touched): void;
  /** Something was refused that nobody asked for. */
  notice(reason: Reason): void;
  /** A store that refuses says so once; anything else is a fault of ours. */
  broken(error: unknown): void;
  /** Runs it after a while, for what could not be done; not once this context is closed. */
  later(run: () => void): void;
  close(): void;
}

export interface HandsOptions {
  readonly ports: Ports;
  readonly session: () => StoredSession | undefined;
  /** Takes the session from the store. */
  readonly recall: () => Promise<void>;
  readonly dispatch: (event: AppEvent) => void;
}

/** Everything a context does, in one place. */
export const createHands = ({ ports, session, recall, dispatch }: HandsOptions): Hands => {
  const { history, windows, clock, chance, api, openSocket } = ports;

  const notice = (reason: Reason): void => dispatch({ type: 'noticed', id: chance.uuid(), reason });
  let closed = false;
  const broken = (error: unknown): void => {
    // What was under way when the context was closed.
    if (closed) return;
    if (error instanceof StoreError) return notice(error.reason);
    console.error(error);
    notice('internal');
  };
  const later: Hands['later'] = (run) =>
    void clock.after(AGAIN_MS, () => {
      if (!closed) run();
    });
  const changed = (conversation: ConversationId, touched?: Touched): void => {
    const message = { type: 'conversation-changed', conversation, ...(touched && { touched }) } as const;
    windows.post(message);
    dispatch(message);
    expire();
    withMail(({ receipts }) => receipts.look());
  };

  const onRefused = async (refusal: Reason | 'version-mismatch', token: string): Promise<void> => {
    const reason =
      refusal === 'unauthorized'
        ? await import('./relay/renewal.ts')
            .then(({ goBack }) => goBack({ ...ports, onRenewed: recall }, token))
            .catch(() => 'offline' as const)
        : refusal;
    dispatch({ type: 'link-refused', reason });
  };
  const line = createLine({
    api,
    openSocket,
    clock,
    onFrame: (frame) => dispatch({ type: 'frame', frame }),
    onClosed: (code) => dispatch({ type: 'link-closed', code }),
    onRefused,
  });
  const identity = createIdentityHands({
    ports,
    line,
    session,
    dispatch,
    onConversation: changed,
    onPrivacy: () => privacyChanged(),
    onReachable: () => sendMail(),
    settled: async () => mail?.inbox.settled(),
    onBroken: broken,
  });
  const { directory } = identity;
  const typing = createTypingNotes(clock, line);
  const expiry = createExpiry({
    history,
    clock,
    session,
    onChanged: changed,
    onGone: () => sendMail(),
    onBroken: broken,
    later,
  });
  /** Whoever has the mail of this device also lets it disappear. */
  const expire = (): void => {
    if (!ports.mailElsewhere) expiry.look();
  };
  const timers = createTimers(clock, (timer) => dispatch({ type: 'timer', timer }));

  let calls: Calls | undefined;
  let rooms: RoomDesk | undefined;
  let mail: Mail | undefined;

  const loadMail = loadOnce(async (): Promise<Mail> => {
    while (!mail) {
      try {
        const { createMail } = await import('./mail/mail.ts');
        const onUnsealable = (): void => notice('unsealable');
        const onTransfer = dispatch;
        mail = createMail({
          ...ports,
          line,
          directory,
          session,
          onChanged: changed,
          onDoubt: identity.doubt,
          onUnsealable,
          onPrivacy: privacyChanged,
          onIdentity: identity.changed,
          onTransfer,
          onRenewed: recall,
          onBroken: broken,
        });
      } catch {
        await new Promise<void>((resolve) => clock.after(AGAIN_MS, resolve));
      }
    }
    return mail;
  });

  let opened: Files | undefined;
  const files = loadOnce(async (): Promise<Files> => {
    const { createFiles } = await import('./files/files.ts');
    opened = createFiles({ ...ports, session, onTransfer: dispatch, onTaken: sendMail });
    return opened;
  });

  /** Mail goes over the line: without one there is nothing to do. */
  const withMail = (act: (mail: Mail) => void): void => {
    const endpoint = line.welcome()?.endpoint;
    if (ports.mailElsewhere || endpoint === undefined) return;
    if (mail) return act(mail);
    void loadMail().then((loaded) => {
      // The next socket, which may be somebody else's, brings and asks for all of it again.
      if (line.welcome()?.endpoint === endpoint) act(loaded);
    });
  };

  const sendMail = (): void => {
    ports.mailElsewhere?.wake();
    withMail(({ outbox, uploads, receipts }) => {
      outbox.flush();
      uploads.flush();
      receipts.look();
    });
  };

  const greet = async (active: boolean): Promise<void> => {
    const after = await history.cursor().catch((error: unknown) => {
      broken(error);
      return 0;
    });
    line.hello(after, active);
    // The context that stored it may have been gone before it could say so.
    if (after > 0) line.send({ type: 'acknowledge', through: after });
  };

  const reading = createReading({ history, dispatch, onBroken: broken, later });
  const recallPrivacy = (): void =>
    reading.read(async () => ({ type: 'privacy-read', privacy: await history.privacy() }));
  const privacyChanged = (): void => {
    windows.post({ type: 'privacy-changed' });
    recallPrivacy();
  };

  /** What cannot be told shows on the other device as silence. */
  const hearRingTest = (test: RingTestId): void =>
    void import('./push/hear-ring-test.ts').then((it) => it.hearRingTest(ports, session(), test)).catch(() => {});

  const indexBacklog = async (): Promise<void> => {
    if (!(await history.hasBacklog())) return;
    await windows.exclusive('backlog', async () => (await history.archive()).indexBacklog());
  };

  const run = (effect: AppEffect): void => {
    switch (effect.type) {
      case 'socket': {
        const self = session();
        if (self) line.open(self);
        return;
      }
      case 'socket-end':
        return line.close();
      case 'hello':
        return void greet(effect.active);
      case 'frame':
        return line.send(effect.frame);
      case 'timer':
        return timers.set(effect.timer, effect.ms);
      case 'timer-end':
        return timers.end(effect.timer);
      case 'remembrance':
        identity.recall();
        expire();
        void indexBacklog().catch(broken);
        reading.read(async () => ({
          type: 'roster-remembered',
          contacts: [...(await history.roster()), ...(await history.former())],
        }));
        return reading.summaries();
      case 'roster-copy':
        return void history.saveRoster(effect.contacts).catch(broken);
      case 'contact-copy':
        return void history.saveContact(effect.contact).catch(broken);
      case 'summaries':
        return reading.summaries();
      case 'items':
        return reading.items(effect.conversation, effect.part);
      case 'identity':
        return identity.look(effect.of);
      case 'link':
        return calls?.hear(effect.from, effect.body) ? undefined : identity.hear(effect);
      case 'ring-test':
        return hearRingTest(effect.test);
      case 'prekeys':
        return withMail(({ prekeys, upkeep }) => (effect.low === undefined ? upkeep() : prekeys.refill(effect.low)));
      case 'outbox':
        return sendMail();
      case 'inbox':
        return withMail(({ inbox }) => inbox.receive(effect.items));
      case 'room':
        return rooms?.hear(effect.news);
      case 'window-message':
        return windows.post(effect.message);
      case 'notice':
        return notice(effect.reason);
      default:
        calls?.run(effect);
    }
  };

  return {
    run,
    line,
    sendMail,
    files,
    stopFile: (message) => {
      mail?.uploads.stop(message.id);
      opened?.stop(message);
    },
    typing,
    expire,
    identity,
    takeCalls: (create) => {
      calls = create({ ports, line, directory, session, dispatch });
    },
    rooms: async (around) => {
      const { createRooms } = await import('./rooms/rooms.ts');
      rooms ??= createRooms({ ports, line, session, around });
      return rooms;
    },
    seen: (visible) => rooms?.seen(visible),
    stream: (id) => calls?.stream(id),
    choose: (choices) => calls?.choose(choices),
    report: () => calls?.report(),
    privacyChanged,
    recallPrivacy,
    changed,
    notice,
    broken,
    later,
    close: () => {
      closed = true;
      timers.endAll();
      calls?.close();
      rooms?.close();
      mail?.close();
      opened?.close();
      typing.close();
      expiry.close();
      identity.close();
      line.close();
    },
  };
};
