import type { IceServer, RelayFrame } from '#shared/protocol/frames.ts';
import type { AppState, Session } from './app.ts';
import { assertNever } from './assert-never.ts';
import { type CallPlace, type RelayWays, withEndpoint } from './call/memory.ts';
import type { CallEvent } from './call/transition.ts';
import { isUnbidden } from './call/unbidden.ts';
import type { ConversationSummary } from './chat/timeline.ts';
import { type ChatEvent, chat, noChat } from './chat/transition.ts';
import { type TransferEvent, transfers } from './files/transfers.ts';
import { identity, noIdentity } from './identity/transition.ts';
import type { Link } from './link/link.ts';
import { type LinkEvent, link } from './link/transition.ts';
import type { AppEffect, AppEvent, Mind, StampedEvent, Timer } from './mind.ts';
import type { Moment, Step } from './moment.ts';
import { notices } from './notices.ts';
import { nobody, presence } from './presence/transition.ts';
import { defaultPrivacy, type Privacy } from './privacy/privacy.ts';
import { noRoster, type RosterEvent, roster } from './roster/transition.ts';
import { isSameValue } from './same-value.ts';
import { nobodyTypes, type TypingEvent, typing } from './typing/transition.ts';

type MindStep = Step<Mind, AppEffect>;

/** A link that has been down for longer than this is offline in words, and an act that needs it fails at once (R31). */
export const OFFLINE_AFTER_MS = 10_000;

const show = (mind: Mind, change: Partial<AppState>): Mind => ({ ...mind, app: { ...mind.app, ...change } });

/** One step after the other, on what the one before has left. */
const inTurn = (mind: Mind, ...steps: readonly ((mind: Mind) => MindStep)[]): MindStep => {
  let now = mind;
  const effects: AppEffect[] = [];
  for (const step of steps) {
    const [next, more] = step(now);
    now = next;
    effects.push(...more);
  }
  return [now, effects];
};

const only =
  (...effects: readonly AppEffect[]) =>
  (mind: Mind): MindStep => [mind, effects];

/** A part of the state that causes nothing by itself. */
const onPart =
  <Key extends keyof AppState, Event>(key: Key, change: (before: AppState[Key], event: Event) => AppState[Key]) =>
  (event: Event) =>
  (mind: Mind): MindStep => {
    const next = change(mind.app[key], event);
    return [next === mind.app[key] ? mind : { ...mind, app: { ...mind.app, [key]: next } }, []];
  };

const onPresence = onPart('presence', presence);
const onIdentity = onPart('identity', identity);
const onNotice = onPart('notices', notices);

const onRoster =
  (event: RosterEvent) =>
  (mind: Mind): MindStep => {
    const [next, effects] = roster(mind.app.roster, event);
    return [next === mind.app.roster ? mind : show(mind, { roster: next }), effects];
  };

const onTyping =
  (event: TypingEvent, moment: Moment) =>
  (mind: Mind): MindStep => {
    const [next, effects] = typing(mind.app.typing, { ...event, ...moment });
    return [next === mind.app.typing ? mind : show(mind, { typing: next }), effects];
  };

const hasWritten = ({ person, last }: ConversationSummary, before: ConversationSummary | undefined): boolean =>
  last?.kind === 'message' && last.author === person && last.position > (before?.last?.position ?? 0);

const onTransfer =
  (event: TransferEvent) =>
  (mind: Mind): MindStep => {
    const next = transfers(mind.app.transfers, event);
    return [next === mind.app.transfers ? mind : show(mind, { transfers: next }), []];
  };

const onChat =
  (event: ChatEvent, moment: Moment) =>
  (mind: Mind): MindStep => {
    const before = mind.app.chat;
    const [next, effects] = chat(before, event);
    if (next === before) return [mind, effects];
    const wrote = [...next.summaries.values()]
      .filter((summary) => mind.app.typing.has(summary.person))
      .filter((summary) => hasWritten(summary, before.summaries.get(summary.conversation)))
      .map(({ person }) => person);
    return inTurn(
      show(mind, { chat: next }),
      only(...effects),
      ...(wrote.length > 0 ? [onTyping({ type: 'typing-over', people: wrote }, moment)] : []),
    );
  };

/** Who does not show it is not shown it (SPEC TY5). */
const onPrivacy =
  (privacy: Privacy, moment: Moment) =>
  (mind: Mind): MindStep => {
    if (isSameValue(mind.app.privacy, privacy)) return [mind, []];
    return inTurn(
      show(mind, { privacy }),
      ...(privacy.typing ? [] : [onTyping({ type: 'typing-over', people: 'all' }, moment)]),
    );
  };

const howFar = (state: Link, now: number): CallPlace['link'] => {
  switch (state.state) {
    case 'online':
      return 'online';
    case 'connecting':
    case 'backing-off':
      return now - state.since < OFFLINE_AFTER_MS ? 'trying' : 'offline';
    case 'idle':
      return 'trying';
    case 'closed':
      return 'signed-out';
    default:
      return assertNever(state);
  }
};

const onCall =
  (event: CallEvent, moment: Moment) =>
  (mind: Mind): MindStep => {
    const { app, calls, calling, machine, visible } = mind;
    if (app.session.state !== 'signed-in') return [mind, []];
    if (!machine) {
      const known =
        event.type === 'call-link-up' ? { ...mind, calls: withEndpoint(calls, event.endpoint, event.relay) } : mind;
      return [known, []];
    }
    const place: CallPlace = {
      account: app.session.account.uid,
      device: app.session.device,
      link: howFar(app.link, moment.now),
      skew: app.link.state === 'online' ? app.link.skew : 0,
      ringMs: calls.relay.ringMs,
      calling,
      visible,
      privacy: app.privacy,
    };
    const [next, effects] = machine({ call: app.call, memory: calls }, { ...event, ...moment }, place);
    if (next.call === app.call && next.memory === calls) return [mind, effects];
    const shown = next.call === app.call ? app : { ...app, call: next.call };
    return [{ ...mind, app: shown, calls: next.memory }, effects];
  };

/** The relay does not know this device any more. */
const onSessionOver =
  (moment: Moment) =>
  (mind: Mind): MindStep =>
    inTurn(mind, onCall({ type: 'call-dropped' }, moment), (dropped) => [
      show(dropped, {
        session: { state: 'signed-out', ended: 'revoked' },
        chat: noChat,
        identity: noIdentity,
        roster: noRoster,
        privacy: defaultPrivacy,
      }),
      [],
    ]);

const onLink =
  (event: LinkEvent, moment: Moment) =>
  (mind: Mind): MindStep => {
    const before = mind.app.link;
    const [next, effects] = link(before, { ...event, ...moment });
    if (next === before) return [mind, effects];
    return inTurn(
      show(mind, { link: next }),
      only(...effects),
      ...(before.state === 'online' && next.state !== 'online'
        ? [onPresence({ type: 'presence-expired' }), onTyping({ type: 'typing-over', people: 'all' }, moment)]
        : []),
      ...(next.state === 'closed' && next.end === 'session-ended' ? [onSessionOver(moment)] : []),
    );
  };

type SessionFound = Extract<AppEvent, { type: 'session-found' }>;

const isSameSession = (session: Session, { session: found }: SessionFound): boolean =>
  session.state === 'signed-in'
    ? session.device === found?.device && session.relay === found.relay
    : session.state === 'signed-out' && session.ended === undefined && found === undefined;

const onSession =
  (found: SessionFound, moment: Moment) =>
  (mind: Mind): MindStep => {
    if (isSameSession(mind.app.session, found)) return [mind, []];
    const session: Session = found.session ? { state: 'signed-in', ...found.session } : { state: 'signed-out' };
    // Before the first word from the relay: what rings then goes by it.
    const privacy = found.session ? found.privacy : defaultPrivacy;
    return inTurn(
      mind,
      onCall({ type: 'call-dropped' }, moment),
      onLink({ type: 'link-ended', end: 'signed-out' }, moment),
      (mind) => [
        // A page may have opened a conversation before the store has said who is here.
        mind.app.session.state === 'loading'
          ? show(mind, { session, privacy })
          : show(mind, {
              session,
              identity: noIdentity,
              roster: noRoster,
              chat: noChat,
              presence: nobody,
              typing: nobodyTypes,
              privacy,
            }),
        [],
      ],
      ...(found.session ? [only({ type: 'remembrance' }), onLink({ type: 'link-wanted' }, moment)] : []),
    );
  };

const hasTurn = (servers: readonly IceServer[]): boolean =>
  servers.some(({ urls }) => [urls].flat().some((url) => url.startsWith('turn')));

/** No relay makes a device ring for longer (call-flow.md R5). */
const MOST_RING_SECONDS = 90;

const waysOf = ({ ice_servers, limits }: Extract<RelayFrame, { type: 'welcome' }>): RelayWays => ({
  turn: hasTurn(ice_servers),
  ringMs: Math.min(limits.ring_seconds, MOST_RING_SECONDS) * 1_000,
});

const onFrame =
  (frame: RelayFrame, moment: Moment) =>
  (mind: Mind): MindStep => {
    switch (frame.type) {
      case 'welcome':
        return inTurn(
          mind,
          onLink({ type: 'link-welcomed', endpoint: frame.endpoint, serverTime: frame.server_time }, moment),
          only({ type: 'hello', active: mind.visible }),
          onCall({ type: 'call-link-up', endpoint: frame.endpoint, relay: waysOf(frame) }, moment),
          only({ type: 'identity' }, { type: 'outbox' }, { type: 'prekeys' }),
        );
      case 'bye':
        return onLink({ type: 'link-leave-taken', retryAfter: frame.retry_after }, moment)(mind);
      case 'roster':
        return onRoster({ type: 'roster-told', contacts: frame.contacts })(mind);
      case 'contact':
        return onRoster({ type: 'contact-told', contact: frame.contact })(mind);
      case 'presence':
        return onPresence({ type: 'presence-told', people: frame.people })(mind);
      case 'typing':
        return mind.app.privacy.typing
          ? onTyping({ type: 'typing-told', person: frame.from, typing: frame.typing }, moment)(mind)
          : [mind, []];
      case 'call':
        // Nobody would seal a call's signals for it.
        if (mind.app.identity.device === 'unconfirmed' || isUnbidden(mind.app, frame.record)) return [mind, []];
        return onCall({ type: 'call-told', record: frame.record }, moment)(mind);
      case 'ring-test':
      case 'room':
        return [mind, [frame]];
      case 'link':
        return [mind, [{ type: 'link', from: frame.from, body: frame.body, visible: mind.visible }]];
      case 'prekeys-low':
        return [mind, [{ type: 'prekeys', low: frame.prekey }]];
      case 'devices-changed':
        return [mind, [{ type: 'identity', of: frame.account }]];
      case 'deliver': {
        const summaries = frame.items.flatMap((item) => (item.kind === 'call' ? [item.summary] : []));
        return inTurn(
          mind,
          ...summaries.map((summary) => onCall({ type: 'call-summarised', summary }, moment)),
          only({ type: 'inbox', items: frame.items }),
        );
      }
      // Answers to requests: the hands know what they are for.
      case 'pong':
      case 'ok':
      case 'error':
      case 'devices':
      case 'one-time-prekeys':
      case 'sent':
      // The line keeps them.
      case 'ice-servers':
        return [mind, []];
      case 'offer':
      case 'answer':
      case 'candidate':
      case 'restart':
      case 'leave':
        return [mind, [{ type: 'signal', signal: frame }]];
      default:
        return assertNever(frame);
    }
  };

const onTimer =
  (timer: Timer, moment: Moment) =>
  (mind: Mind): MindStep => {
    switch (timer) {
      case 'link':
        return onLink({ type: 'link-timer' }, moment)(mind);
      case 'call':
        return onCall({ type: 'call-timer' }, moment)(mind);
      case 'ring':
        return onCall({ type: 'ring-timer' }, moment)(mind);
      case 'typing':
        return onTyping({ type: 'typing-timer' }, moment)(mind);
      default:
        return assertNever(timer);
    }
  };

const onVisibility =
  (visible: boolean, moment: Moment) =>
  (mind: Mind): MindStep => {
    if (mind.visible === visible) return [mind, []];
    return inTurn(
      { ...mind, visible },
      ...(mind.app.link.state === 'online'
        ? [only({ type: 'frame', frame: { type: 'activity', active: visible } })]
        : []),
      ...(visible ? [onLink({ type: 'network-returned' }, moment), onCall({ type: 'ring-seen' }, moment)] : []),
      onCall({ type: visible ? 'page-shown' : 'page-hidden' }, moment),
    );
  };

const happen = (event: StampedEvent): ((mind: Mind) => MindStep) => {
  const moment: Moment = { now: event.now, jitter: event.jitter };
  switch (event.type) {
    case 'session-found':
      return onSession(event, moment);
    case 'frame':
      return (mind) =>
        mind.app.session.state === 'signed-in'
          ? inTurn(mind, onLink({ type: 'link-heard' }, moment), onFrame(event.frame, moment))
          : [mind, []];
    case 'timer':
      return onTimer(event.timer, moment);
    case 'visibility-changed':
      return onVisibility(event.visible, moment);
    case 'noticed':
    case 'notice-dismissed':
      return onNotice(event);
    case 'link-refused':
    case 'link-closed':
    case 'network-returned':
      return onLink(event, moment);
    case 'roster-remembered':
      return onRoster(event);
    case 'identity-read':
    case 'identity-doubted':
    case 'doubt-dismissed':
      return onIdentity(event);
    case 'privacy-read':
      return onPrivacy(event.privacy, moment);
    case 'transfer-moved':
    case 'transfer-over':
      return onTransfer(event);
    case 'conversation-opened':
    case 'conversation-closed':
    case 'older-wanted':
    case 'newer-wanted':
    case 'newest-wanted':
    case 'item-wanted':
    case 'conversation-changed':
    case 'summaries-read':
    case 'items-read':
      return (mind) => (mind.app.session.state === 'signed-out' ? [mind, []] : onChat(event, moment)(mind));
    default:
      return onCall(event, moment);
  }
};

/**
 * What happens to a context, and what it does about it. Pure and total: an event that comes too late, or makes no sense
 * now, gives back the very same mind and nothing to do.
 */
export const transition = (mind: Mind, event: StampedEvent): MindStep => happen(event)(mind);
