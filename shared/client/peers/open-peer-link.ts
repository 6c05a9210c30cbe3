import { assertNever } from '#shared/core/assert-never.ts';
import type { OpenPeerLink, PeerLink } from '../ports.ts';
import { createAllowance } from './allowance.ts';
import { watchCallPath } from './call-path.ts';
import { isCourseEvent, noteCourse } from './course.ts';
import { createIncomingShares } from './incoming-shares.ts';
import { ofShare } from './measure.ts';
import { watchNetwork } from './network-change.ts';
import { createOutgoingShares } from './outgoing-shares.ts';
import { createPostbox } from './postbox.ts';
import { watchQuality } from './quality-watch.ts';
import { begin, type Recovery, type RecoveryEffect, type RecoveryEvent, recover } from './recovery.ts';
import { withQuickStart } from './sdp.ts';
import { type Connection, openSession } from './session.ts';
import { type Negotiation, takeOver } from './take-over.ts';
import { createTeller } from './tell.ts';
import { createTracks } from './tracks.ts';
import type { Frame, Signal } from './wire.ts';

/** How long a hang-up that has been told may take to arrive before the connection closes under it. */
const FAREWELL_MS = 500;

/**
 * Connections and ICE restarts that the other side may ask for: of a call with all its shares that seeks its way again and
 * again, and no more. What is passed over is asked for again by whoever needs it.
 */
const ASKED = { most: 64, every: 250 };

/** The same of connections that are made anew because the other side has ended them: the next is there in no time. */
const MADE = { most: 24, every: 2_000 };

/** Messages of the other side: more than any person, or what counts for them, has to say. The rest is not heard. */
const TOLD = { most: 500, every: 20 };

/**
 * The media path of one call: one connection that carries the call and one for each share. The caller makes the call's
 * connection, again and again where it must; everything else goes both ways.
 */
export const openPeerLink: OpenPeerLink = (options): PeerLink => {
  const { role, iceServers, hidden, again, choices, signals, onEvent, hold } = options;
  const end = new AbortController();
  const tracks = createTracks();
  const negotiations = new Map<string, Negotiation>();
  /** The connection that carries the call. */
  let call: Connection | undefined;
  let recovery: Recovery = begin[0];
  let cancelWait = (): void => {};
  let isHidden = hidden;
  const now = (): number => performance.now();
  const notes = noteCourse(now);
  const mayShare = createAllowance({ ...MADE, now });
  const mayRenew = createAllowance({ ...MADE, now });
  const mayTell = createAllowance({ ...TOLD, now });
  const mayAsk = createAllowance({ ...ASKED, now });

  /** For a new connection, and for each ICE restart of one. */
  const configuration = (): RTCConfiguration => ({
    // What came as JSON has no `undefined` in it.
    iceServers: iceServers() as RTCIceServer[],
    iceTransportPolicy: isHidden ? 'relay' : 'all',
    iceCandidatePoolSize: 1,
    bundlePolicy: 'max-bundle',
  });

  const tell: typeof onEvent = (event) => {
    if (end.signal.aborted) return;
    if (isCourseEvent(event.type)) notes.note(event.type);
    onEvent(event);
  };

  // --- what goes to the other side ---

  const sendFrame = (frame: Frame): void => call?.send(frame);
  const isWell = (): boolean => recovery === 'well' && call?.isOpen() === true;
  const postbox = createPostbox({
    isWell,
    sendFrame,
    sendSignal: (type, payload) => signals.send(type, payload),
    onRenewed: () => {
      teller.renew();
      incoming.allStopped();
      tell({ type: 'peer-renewed' });
    },
  });

  const teller = createTeller(sendFrame, (message) => {
    if (message.type === 'share-stopped') incoming.stopped(message.share);
    else if (message.type === 'strain') quality.heard(message);
    else tell({ type: 'message', message });
    if (message.type === 'stop-your-share') outgoing.stop(message.share);
  });

  const outgoing = createOutgoingShares({
    choices: choices.shares,
    connect: (purpose) => {
      if (mayShare()) session.connect(purpose);
    },
    isPathWell: isWell,
    onStopped: (share) => teller.tell({ type: 'share-stopped', share }),
    onCount: () => quality.sendingChanged(),
  });
  const incoming = createIncomingShares(hold, tell);

  // --- how well it is ---

  const reportsOf = async (pc: RTCPeerConnection): Promise<readonly object[]> => [...(await pc.getStats()).values()];
  const quality = watchQuality({
    lowData: choices.lowData,
    reports: async () => {
      if (!isWell() || !call) return [];
      const shares = [...outgoing.connections(), ...incoming.connections()];
      const [own, ...theirs] = await Promise.all([call.pc, ...shares].map(reportsOf));
      return [...(own ?? []), ...theirs.flat().map(ofShare)];
    },
    sending: () => ({ camera: tracks.has('video'), share: outgoing.isOn(), sounds: outgoing.sounds() }),
    apply: (caps) => {
      tracks.limit(caps);
      outgoing.limit(caps);
    },
    tell: (strains) => teller.tell({ type: 'strain', ...strains }),
    onLook: ({ quality: { bars }, mos, measurement, reports }) => notes.look(bars, mos, measurement, reports),
    onQuality: (now) => tell({ type: 'quality', quality: now }),
    now,
  });

  // --- how the path is ---

  const renew = (): void => {
    if (role === 'caller') {
      if (mayRenew()) session.connect({ use: 'call' });
    } else postbox.send({ type: 'restart', replace: call?.id ?? null });
  };

  const seek = (): void => {
    for (const negotiation of negotiations.values()) negotiation.restart();
  };

  const run = (effect: RecoveryEffect): void => {
    switch (effect.type) {
      case 'wait': {
        cancelWait();
        const timer = setTimeout(() => step('time'), effect.ms);
        cancelWait = () => clearTimeout(timer);
        return;
      }
      case 'rest':
        return cancelWait();
      case 'restart':
        notes.note('restart');
        if (call) negotiations.get(call.id)?.restart();
        return;
      case 'seek':
        notes.note('seek');
        return seek();
      case 'renew':
        notes.note('renew');
        return renew();
      case 'tell':
        tell(effect.event);
        if (effect.event.type === 'path-connected' && isWell()) outgoing.resume();
        return;
      default:
        assertNever(effect);
    }
  };

  const step = (event: RecoveryEvent): void => {
    if (end.signal.aborted) return;
    const [next, effects] = recover(recovery, event);
    recovery = next;
    for (const effect of effects) run(effect);
  };

  /** What is connected carries the call until a better way is found; what is not is begun anew. */
  const seekAnew = (): void => {
    if (recovery === 'well') seek();
    else step('revive');
  };

  // --- connections ---

  const carryCall = (connection: Connection): void => {
    const former = call;
    call = connection;
    former?.close();
    connection.transformSdp(withQuickStart);
    if (connection.origin === 'ours') tracks.offerOn(connection.pc);
    else {
      tracks.answerOn(connection.pc);
      if (former) step('replaced');
    }
    watchCallPath(connection, {
      onEvent: (event) => {
        if (call === connection) step(event);
      },
      onOpen: () => {
        teller.opened();
        if (isWell()) outgoing.resume();
      },
      onFrame: (frame) => {
        if (frame.type === 'signal') receive(frame.signal, frame.payload);
        else if (frame.type === 'beat' || mayTell()) teller.receive(frame);
        if (end.signal.aborted && teller.isDone()) session.close();
      },
      beat: teller.beat,
    });
  };

  const prepare = (connection: Connection): void => {
    const { id, pc, purpose, origin, lifetime } = connection;
    const negotiation = takeOver(pc, {
      role,
      configuration,
      sendCandidate: (candidate) => {
        notes.candidate('mine', candidate.candidate);
        postbox.send({ type: 'candidate', connection: id, candidate });
      },
      sendDescription: (description, round) => postbox.send({ type: 'restart', connection: id, description, round }),
      sendWish: (seen) => postbox.send({ type: 'restart', connection: id, seen }),
    });
    negotiations.set(id, negotiation);
    lifetime.addEventListener('abort', () => negotiations.delete(id));
    for (const candidate of postbox.early(id)) negotiation.candidate(candidate);

    if (purpose.use === 'call') carryCall(connection);
    else if (origin === 'ours') outgoing.prepare(connection, purpose);
    else incoming.prepare(connection, purpose);
  };

  const session = openSession({ role, configuration, send: postbox.send, prepare });

  const handle = (signal: Signal): void => {
    switch (signal.type) {
      case 'offer':
        // Only the caller makes the connection of the call.
        if (signal.purpose.use === 'share' || role === 'callee') session.receive(signal);
        return;
      case 'answer':
        return session.receive(signal);
      case 'candidate': {
        notes.candidate('theirs', signal.candidate.candidate);
        const negotiation = negotiations.get(signal.connection);
        if (negotiation) negotiation.candidate(signal.candidate);
        else postbox.keep(signal.connection, signal.candidate);
        return;
      }
      case 'restart':
        if ('round' in signal) negotiations.get(signal.connection)?.describe(signal.description, signal.round);
        else if ('seen' in signal) negotiations.get(signal.connection)?.wished(signal.seen);
        else if (role === 'caller' && (signal.replace === null || recovery === 'failed')) step('asked');
        else if (role === 'caller' && signal.replace === call?.id) step('gone');
        return;
      case 'leave':
        return tell({ type: 'message', message: { type: 'hang-up' } });
      default:
        assertNever(signal);
    }
  };

  const isAsking = ({ type }: Signal): boolean => type === 'offer' || type === 'restart';

  const receive: PeerLink['receive'] = (type, payload) => {
    if (end.signal.aborted) return;
    const signal = postbox.open(type, payload);
    if (signal && (!isAsking(signal) || mayAsk())) handle(signal);
  };

  // --- the link ---

  watchNetwork(seekAnew, end.signal);
  for (const effect of begin[1]) run(effect);
  tell({ type: 'remote-stream', stream: hold(tracks.remote) });
  if (role === 'caller' || again) renew();

  return {
    receive,
    setTrack: (kind, track) => {
      tracks.set(kind, track);
      quality.sendingChanged();
    },
    share: outgoing.start,
    stopShare: outgoing.stop,
    tell: (message) => {
      teller.tell(message);
      // Whatever else is told can wait for the channel; this cannot.
      if (message.type === 'hang-up' && !isWell()) postbox.send({ type: 'leave' });
    },
    reveal: () => {
      isHidden = false;
      seekAnew();
    },
    revive: () => step('revive'),
    choose: ({ lowData, shares }) => {
      quality.setLowData(lowData);
      outgoing.choose(shares);
    },
    report: quality.report,
    course: notes.course,
    voice: tracks.voice,
    close: () => {
      if (end.signal.aborted) return;
      outgoing.stopAll();
      end.abort();
      quality.stop();
      cancelWait();
      tracks.set('audio', undefined);
      tracks.set('video', undefined);
      if (!call?.isOpen() || teller.isDone()) return session.close();
      const timer = setTimeout(session.close, FAREWELL_MS);
      call.lifetime.addEventListener('abort', () => {
        clearTimeout(timer);
        session.close();
      });
    },
  };
};
