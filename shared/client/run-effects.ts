import { assertNever } from '#shared/core/assert-never.ts';
import type { Message } from '#shared/core/chat/timeline.ts';
import type { Comparison } from '#shared/core/identity/comparison.ts';
import type { Doubt } from '#shared/core/identity/identity.ts';
import type { AppEffect, AppEvent } from '#shared/core/mind.ts';
import { failed, type Outcome, type Reason } from '#shared/core/reason.ts';
import type { AccountId, ConversationId } from '#shared/protocol/ids.ts';
import type { Calls, CallsOptions } from './calls/calls.ts';
import { createExpiry } from './expiry.ts';
import type { Files } from './files/files.ts';
import type { Keeper } from './identity/keeper.ts';
import type { Linker } from './identity/linking.ts';
import { standings } from './identity/standing.ts';
import type { DeviceDirectory } from './mail/device-directory.ts';
import type { Mail } from './mail/mail.ts';
import { createTypingNotes, type TypingNotes } from './mail/typing.ts';
import { onDemand } from './on-demand.ts';
import { type Ports, type StoredSession, StoreError } from './ports.ts';
import type { Recovery } from './recovery/recovery.ts';
import { createRenewal } from './recovery/renewal.ts';
import { createLine, type Line } from './relay/line.ts';
import { createTimers } from './timers.ts';

/** Code that cannot be loaded now: whoever asks next tries again. */
const ignore = (): void => {};

/** Before what could not be loaded is asked for again. */
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
  /** Keeps the account's device list; loaded when it is first needed. */
  keeper(): Promise<Keeper>;
  /** Makes own devices trusted ones; loaded when it is first needed. */
  linker(): Promise<Linker>;
  /** What 24 words give back; loaded when it is first needed. */
  recovery(): Promise<Recovery>;
  /** What to hold against what somebody else has on their screen. */
  compare(account: AccountId): Promise<Outcome<Comparison>>;
  /** Something about identities was decided here that the own other devices have to know. */
  decided(): void;
  /** Another context has changed what is known of identities. */
  identityChanged(): void;
  /** What runs calls has been loaded. */
  takeCalls(create: (options: CallsOptions) => Calls): void;
  readonly stream: Calls['stream'];
  /** What others are let know was chosen here, or in another context. */
  privacyChanged(): void;
  recallPrivacy(): void;
  /** A conversation was written to here: shows it, and tells the other contexts. */
  changed(conversation: ConversationId): void;
  /** Something was refused that nobody asked for. */
  notice(reason: Reason): void;
  /** A store that refuses says so once; anything else is a fault of ours. */
  broken(error: unknown): void;
  close(): void;
}

export interface HandsOptions {
  readonly ports: Ports;
  readonly session: () => StoredSession | undefined;
  readonly dispatch: (event: AppEvent) => void;
}

/** Everything a context does, in one place. */
export const createHands = ({ ports, session, dispatch }: HandsOptions): Hands => {
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
  const changed = (conversation: ConversationId): void => {
    windows.post({ type: 'conversation-changed', conversation });
    dispatch({ type: 'conversation-changed', conversation });
    expire();
    withMail(({ receipts }) => receipts.look());
  };

  const line = createLine({
    api,
    openSocket,
    clock,
    onFrame: (frame) => dispatch({ type: 'frame', frame }),
    onClosed: (code) => dispatch({ type: 'link-closed', code }),
    onRefused: (reason) => dispatch({ type: 'link-refused', reason }),
  });
  let confirmed = false;
  const recallIdentity = async (): Promise<void> => {
    const self = session();
    if (!self) return;
    const identity = await standings(history, self);
    dispatch({ type: 'identity-read', identity });
    const wasConfirmed = confirmed;
    confirmed = identity.device === 'confirmed';
    // What was written before has waited for this.
    if (confirmed && !wasConfirmed) sendMail();
  };
  const identityChanged = (): void => {
    windows.post({ type: 'identity-changed' });
    void recallIdentity().catch(broken);
    renewal.look();
  };
  const onDoubt = (doubt: Doubt): void => dispatch({ type: 'identity-doubted', doubt });
  let known: DeviceDirectory | undefined;
  const loadDirectory = async (): Promise<DeviceDirectory> => {
    const { createDeviceDirectory } = await import('./mail/device-directory.ts');
    known ??= createDeviceDirectory({
      ...ports,
      line,
      session,
      onChanged: identityChanged,
      onDoubt,
    });
    return known;
  };
  const directory = onDemand<DeviceDirectory, Pick<DeviceDirectory, 'forget'>>(
    { forget: (account) => known?.forget(account) },
    loadDirectory,
    failed('offline'),
  );
  /** Asked for anew when something is next sealed for them; who was verified is to be warned of at once. */
  const othersChanged = async (account: AccountId): Promise<void> => {
    directory.forget(account);
    if ((await history.pin(account))?.verified) await directory.ask([account]);
  };
  let keeping: Keeper | undefined;
  const keeper = async (): Promise<Keeper> => {
    const { createKeeper } = await import('./identity/keeper.ts');
    keeping ??= createKeeper({
      ...ports,
      line,
      directory,
      session,
      show: (identity) => dispatch({ type: 'identity-read', identity }),
      onChanged: identityChanged,
      onBroken: broken,
    });
    return keeping;
  };
  const onTaken = (): void => {
    identityChanged();
    void keeper().then(({ look }) => look(), ignore);
  };
  const decided = (): void => {
    identityChanged();
    sendMail();
  };
  let recovering: Recovery | undefined;
  const recovery = async (): Promise<Recovery> => {
    const { createRecovery } = await import('./recovery/recovery.ts');
    recovering ??= createRecovery({ ...ports, directory, session, onKept: decided, onTaken });
    return recovering;
  };
  const compare: Hands['compare'] = async (account) => {
    const self = session();
    if (!self) return failed('unauthorized');
    return import('./identity/compare.ts').then(
      (loaded) => loaded.compare({ history, directory, self }, account),
      () => failed('offline'),
    );
  };
  const renewal = createRenewal(
    clock,
    async () => {
      if (!line.welcome() || !(await history.identity())?.recovery) return;
      // Where it cannot be done now, the next socket tries again.
      await recovery().then(({ renew }) => renew(), ignore);
    },
    broken,
  );
  let linking: Linker | undefined;
  const linker = async (): Promise<Linker> => {
    const { createLinker } = await import('./identity/linking.ts');
    linking ??= createLinker({
      ...ports,
      line,
      directory,
      session,
      show: (shown) => dispatch({ type: 'identity-read', identity: { linking: shown } }),
      onChanged: changed,
      onTaken,
      onBroken: broken,
    });
    return linking;
  };
  const typing = createTypingNotes(clock, line);
  const expiry = createExpiry({ history, clock, session, onChanged: changed, onBroken: broken });
  /** Whoever has the mail of this device also lets it disappear. */
  const expire = (): void => {
    if (!ports.mailElsewhere) expiry.look();
  };
  const timers = createTimers(clock, (timer) => dispatch({ type: 'timer', timer }));

  let calls: Calls | undefined;
  let mail: Mail | undefined;

  const loadMail = async (): Promise<Mail> => {
    while (!mail) {
      try {
        const { createMail } = await import('./mail/mail.ts');
        const onUnsealable = (): void => notice('unsealable');
        const onTransfer = dispatch;
        mail ??= createMail({
          ...ports,
          line,
          directory,
          session,
          onChanged: changed,
          onDoubt,
          onUnsealable,
          onPrivacy: privacyChanged,
          onIdentity: identityChanged,
          onTransfer,
          onBroken: broken,
        });
      } catch {
        await new Promise<void>((resolve) => clock.after(AGAIN_MS, resolve));
      }
    }
    return mail;
  };

  let opened: Files | undefined;
  const files = async (): Promise<Files> => {
    const { createFiles } = await import('./files/files.ts');
    opened ??= createFiles({ ...ports, session, onTransfer: dispatch, onTaken: sendMail });
    return opened;
  };

  /** Mail goes over the line: without one there is nothing to do. */
  const withMail = (act: (mail: Mail) => void): void => {
    if (ports.mailElsewhere || !line.welcome()) return;
    if (mail) return act(mail);
    void loadMail().then((loaded) => {
      if (!closed) act(loaded);
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

  /** One after the other: what was asked for last is shown last. */
  let reading: Promise<void> = Promise.resolve();
  const read = (work: () => Promise<AppEvent>): void => {
    reading = reading.then(work).then(dispatch).catch(broken);
  };

  const recallPrivacy = (): void => read(async () => ({ type: 'privacy-read', privacy: await history.privacy() }));
  const privacyChanged = (): void => {
    windows.post({ type: 'privacy-changed' });
    recallPrivacy();
  };

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
        void recallIdentity().catch(broken);
        recallPrivacy();
        expire();
        void indexBacklog().catch(broken);
        read(async () => ({
          type: 'roster-remembered',
          contacts: [...(await history.roster()), ...(await history.former())],
        }));
        return read(async () => ({ type: 'summaries-read', summaries: await history.summaries() }));
      case 'roster-copy':
        return void history.saveRoster(effect.contacts).catch(broken);
      case 'contact-copy':
        return void history.saveContact(effect.contact).catch(broken);
      case 'summaries':
        return read(async () => ({ type: 'summaries-read', summaries: await history.summaries() }));
      case 'items': {
        const { conversation, part } = effect;
        return read(async () => {
          const page = await history.items(conversation, part);
          return { type: 'items-read', conversation, part, page };
        });
      }
      case 'identity':
        if (effect.of !== undefined && effect.of !== session()?.account.uid)
          return void othersChanged(effect.of).catch(broken);
        if (effect.of !== undefined) directory.forget(effect.of);
        renewal.look();
        // Where its code cannot be loaded now, the next socket asks again.
        return void keeper().then(({ look }) => look(), ignore);
      case 'link':
        if (linking || effect.visible) void linker().then(({ hear }) => hear(effect.from, effect.body), ignore);
        return;
      case 'prekeys':
        return withMail(({ prekeys }) => prekeys.renew());
      case 'outbox':
        return sendMail();
      case 'inbox':
        return withMail(({ inbox }) => inbox.receive(effect.items));
      case 'call-request':
      case 'ring-claim':
      case 'ring-release':
      case 'tone':
      case 'calling':
      case 'signal':
      case 'capture':
      case 'capture-end':
      case 'share':
      case 'share-end':
      case 'peer-link':
      case 'peer-address':
      case 'peer-revival':
      case 'peer-message':
      case 'call-media-end':
        return calls?.run(effect);
      case 'window-message':
        return windows.post(effect.message);
      case 'notice':
        return notice(effect.reason);
      default:
        assertNever(effect);
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
    keeper,
    linker,
    recovery,
    compare,
    decided,
    identityChanged: () => void recallIdentity().catch(broken),
    takeCalls: (create) => {
      calls = create({ ports, line, directory, session, dispatch });
    },
    stream: (id) => calls?.stream(id),
    privacyChanged,
    recallPrivacy,
    changed,
    notice,
    broken,
    close: () => {
      closed = true;
      timers.endAll();
      calls?.close();
      mail?.outbox.close();
      mail?.receipts.close();
      mail?.uploads.close();
      opened?.close();
      typing.close();
      expiry.close();
      renewal.close();
      mail?.prekeys.close();
      line.close();
    },
  };
};
