import { assertNever } from '#shared/core/assert-never.ts';
import type { CallRequest } from '#shared/core/call/effects.ts';
import type { AppEffect, AppEvent } from '#shared/core/mind.ts';
import type { Reason } from '#shared/core/reason.ts';
import type { ConversationId } from '#shared/protocol/ids.ts';
import { type CallHands, createCallHands } from './calls/call-hands.ts';
import { createRingClaim } from './calls/ring-claim.ts';
import { createSignalDesk } from './calls/signal-desk.ts';
import { createDeviceDirectory } from './mail/device-directory.ts';
import { createInbox } from './mail/inbox.ts';
import { createOutbox, type Outbox } from './mail/outbox.ts';
import { createPrekeys } from './mail/prekeys.ts';
import { createTypingNotes, type TypingNotes } from './mail/typing.ts';
import { type Ports, type StoredSession, StoreError } from './ports.ts';
import { createLine, type Line } from './relay/line.ts';
import { createTimers } from './timers.ts';

/** The parts of a context that reach out of it. */
export interface Hands {
  run(effect: AppEffect): void;
  readonly line: Line;
  readonly outbox: Outbox;
  readonly typing: TypingNotes;
  readonly call: Pick<CallHands, 'stream'>;
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
  };

  const line = createLine({
    api,
    openSocket,
    clock,
    onFrame: (frame) => {
      switch (frame.type) {
        case 'offer':
        case 'answer':
        case 'candidate':
        case 'restart':
        case 'leave':
          desk.hear(frame);
          break;
        default:
      }
      dispatch({ type: 'frame', frame });
    },
    onClosed: (code) => dispatch({ type: 'link-closed', code }),
    onRefused: (reason) => dispatch({ type: 'link-refused', reason }),
  });
  const directory = createDeviceDirectory(history, clock, line);
  const { sealer } = ports;
  const mail = { history, clock, line, directory, sealer, session, onChanged: changed, onBroken: broken };
  const outbox = createOutbox({ ...mail, windows });
  const inbox = createInbox({ ...mail, onUnsealable: () => notice('unsealable') });
  const prekeys = createPrekeys({ ...mail, windows });
  const typing = createTypingNotes(clock, line);
  const desk = createSignalDesk({ clock, history, line, directory, sealer, session });
  const call = createCallHands({ ports, line, desk, dispatch });
  const ring = createRingClaim(windows, (won) => dispatch({ type: 'ring-won', call: won }));
  const timers = createTimers(clock, (timer) => dispatch({ type: 'timer', timer }));

  const greet = async (active: boolean): Promise<void> => {
    const after = await history.cursor().catch((error: unknown) => {
      broken(error);
      return 0;
    });
    line.hello(after, active);
    // The context that stored it may have been gone before it could say so.
    if (after > 0) line.send({ type: 'acknowledge', through: after });
  };

  const request = async (frame: CallRequest): Promise<void> => {
    const answer = await line.request(frame);
    const refusal = answer.ok ? {} : { refusal: answer.reason };
    dispatch({ type: 'call-request-answered', call: frame.call, request: frame.type, ...refusal });
  };

  /** One after the other: what was asked for last is shown last. */
  let reading: Promise<void> = Promise.resolve();
  const read = (work: () => Promise<AppEvent>): void => {
    reading = reading.then(work).then(dispatch).catch(broken);
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
        read(async () => ({ type: 'privacy-read', privacy: await history.privacy() }));
        read(async () => ({ type: 'roster-remembered', contacts: await history.roster() }));
        return read(async () => ({ type: 'summaries-read', summaries: await history.summaries() }));
      case 'roster-copy':
        return void history.saveRoster(effect.contacts).catch(broken);
      case 'contact-copy':
        return void history.saveContact(effect.contact).catch(broken);
      case 'summaries':
        return read(async () => ({ type: 'summaries-read', summaries: await history.summaries() }));
      case 'items': {
        const { conversation, limit } = effect;
        return read(async () => ({ type: 'items-read', conversation, ...(await history.items(conversation, limit)) }));
      }
      case 'prekeys':
        return prekeys.renew();
      case 'outbox':
        return outbox.flush();
      case 'inbox':
        return inbox.receive(effect.items);
      case 'call-request':
        return void request(effect.frame);
      case 'ring-claim':
        return ring.claim(effect.call);
      case 'ring-release':
        return ring.release();
      case 'tone':
        return call.tone(effect.tone);
      case 'calling':
        desk.prepare(effect.person);
        return call.prepare();
      case 'capture':
        return call.capture(effect.call, effect.device);
      case 'capture-end':
        return call.endCapture(effect.device);
      case 'share':
        return call.share(effect.call, effect.kind, effect.tabCapture);
      case 'share-end':
        return call.endShare();
      case 'peer-link':
        return call.connect(effect.call, effect.role, effect.peer);
      case 'peer-address':
        call.address(effect.peer);
        return call.revive();
      case 'peer-revival':
        return call.revive();
      case 'peer-message':
        return call.tell(effect.message);
      case 'call-media-end':
        return call.end();
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
    outbox,
    typing,
    call,
    changed,
    notice,
    broken,
    close: () => {
      closed = true;
      timers.endAll();
      ring.release();
      call.tone('silence');
      call.end();
      outbox.close();
      typing.close();
      prekeys.close();
      line.close();
    },
  };
};
