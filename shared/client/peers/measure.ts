import type { Measurement, Picture } from '#shared/core/quality/measurement.ts';

/** What browsers count of a connection, summed over those of a call. */
export interface Counters {
  readonly at: number;
  /** The pair of candidates that carries the call. */
  readonly way: string | undefined;
  readonly packetsIn: number;
  readonly lostIn: number;
  /** By the id of what is sent. */
  readonly packetsOut: ReadonlyMap<string, number>;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly samples: number;
  readonly concealed: number;
  readonly frozenSeconds: number;
  /** Of what the other side shares. */
  readonly sharePackets: number;
  readonly shareLost: number;
  readonly shareFrames: number;
  readonly shareDropped: number;
}

/** A report of a connection that carries a share alone. */
export const ofShare = (report: object): object => ({ ...report, share: true });

/** Members of the reports that we read; each kind of report has some of them, and each browser lacks a few. */
interface Report {
  readonly type: string;
  readonly id: string;
  readonly kind?: 'audio' | 'video';
  readonly share?: boolean;
  readonly bytesReceived?: number;
  readonly bytesSent?: number;
  readonly packetsReceived?: number;
  readonly packetsSent?: number;
  readonly packetsLost?: number;
  readonly localId?: string;
  readonly fractionLost?: number;
  readonly jitter?: number;
  readonly totalSamplesReceived?: number;
  readonly concealedSamples?: number;
  readonly silentConcealedSamples?: number;
  readonly totalFreezesDuration?: number;
  readonly framesReceived?: number;
  readonly framesDropped?: number;
  readonly frameWidth?: number;
  readonly frameHeight?: number;
  readonly framesPerSecond?: number;
  readonly qualityLimitationReason?: string;
  readonly selectedCandidatePairId?: string;
  readonly currentRoundTripTime?: number;
  readonly availableOutgoingBitrate?: number;
  readonly localCandidateId?: string;
  readonly candidateType?: string;
}

const MS = 1000;
const BITS = 8;
/** Of fewer, a share of them says nothing: what holds still is a frame a second. */
const LEAST_PACKETS = 20;
const LEAST_FRAMES = 10;

const sum = (reports: readonly Report[], of: (report: Report) => number | undefined): number =>
  reports.reduce((total, report) => total + (of(report) ?? 0), 0);

/** A connection that was replaced begins to count anew: what it has counted less than before is nothing. */
const grown = (now: number, before: number): number => Math.max(0, now - before);

const share = (part: number, whole: number): number => (whole > 0 ? Math.min(1, part / whole) : 0);

const pictureOf = (reports: readonly Report[]): Picture | undefined => {
  const seen = reports.find(({ kind, frameWidth }) => kind === 'video' && frameWidth !== undefined);
  return seen && { width: seen.frameWidth ?? 0, height: seen.frameHeight ?? 0, fps: seen.framesPerSecond ?? 0 };
};

/**
 * Reads the reports of a call's connections (`getStats`), the one that carries the call first. The first look has nothing to
 * compare with and gives no measurement.
 */
export const measure = (
  reports: readonly object[],
  before: Counters | undefined,
  at: number,
): readonly [Counters, Measurement | undefined] => {
  const all = reports as readonly Report[];
  const ofType = (type: string): readonly Report[] => all.filter((report) => report.type === type);
  const inbound = ofType('inbound-rtp');
  const outbound = ofType('outbound-rtp');
  const remote = ofType('remote-inbound-rtp');
  const shown = inbound.filter(({ share: shared, kind }) => shared && kind === 'video');
  const selected = ofType('transport').find(({ selectedCandidatePairId }) => selectedCandidatePairId !== undefined);
  const pair =
    all.find(({ id }) => id === selected?.selectedCandidatePairId) ??
    ofType('candidate-pair').find(({ currentRoundTripTime }) => currentRoundTripTime !== undefined);
  const counters: Counters = {
    at,
    way: pair?.id,
    packetsIn: sum(inbound, ({ packetsReceived }) => packetsReceived),
    lostIn: sum(inbound, ({ packetsLost }) => packetsLost),
    packetsOut: new Map(outbound.map(({ id, packetsSent = 0 }) => [id, packetsSent])),
    bytesIn: sum(inbound, ({ bytesReceived }) => bytesReceived),
    bytesOut: sum(outbound, ({ bytesSent }) => bytesSent),
    samples: sum(inbound, ({ totalSamplesReceived }) => totalSamplesReceived),
    concealed: sum(
      inbound,
      ({ concealedSamples = 0, silentConcealedSamples = 0 }) => concealedSamples - silentConcealedSamples,
    ),
    frozenSeconds: sum(inbound, ({ totalFreezesDuration, share: shared }) => (shared ? 0 : totalFreezesDuration)),
    sharePackets: sum(shown, ({ packetsReceived }) => packetsReceived),
    shareLost: sum(shown, ({ packetsLost }) => packetsLost),
    shareFrames: sum(shown, ({ framesReceived }) => framesReceived),
    shareDropped: sum(shown, ({ framesDropped }) => framesDropped),
  };
  if (!before || at <= before.at) return [counters, undefined];

  const since = (of: Exclude<keyof Counters, 'at' | 'way' | 'packetsOut'>): number => grown(counters[of], before[of]);
  const seconds = (at - before.at) / MS;
  const kbps = (bytes: number): number => (bytes * BITS) / MS / seconds;
  const local = all.find(({ id }) => id === pair?.localCandidateId);
  const limits = outbound.map(({ qualityLimitationReason }) => qualityLimitationReason);
  const limited = limits.includes('cpu') ? 'cpu' : limits.includes('bandwidth') ? 'bandwidth' : undefined;
  const enough = (part: number, whole: number, least: number): number => (whole < least ? 0 : share(part, whole));
  const sentSince = ({ id, packetsSent = 0 }: Report): number => grown(packetsSent, before.packetsOut.get(id) ?? 0);
  // The other side reports now and then; its newest word on each stream holds for what has been sent since.
  const lostOut = sum(outbound, (sent) => {
    const said = remote.find(({ localId }) => localId === sent.id);
    return (said?.fractionLost ?? 0) * sentSince(sent);
  });
  const [out, arrives] = [pictureOf(outbound), pictureOf(inbound)];
  const available = pair?.availableOutgoingBitrate;
  return [
    counters,
    {
      rtt: (pair?.currentRoundTripTime ?? 0) * MS,
      jitter: Math.max(0, ...inbound.filter(({ kind }) => kind === 'audio').map(({ jitter = 0 }) => jitter * MS)),
      lossIn: share(since('lostIn'), since('packetsIn') + since('lostIn')),
      lossOut: share(lostOut, sum(outbound, sentSince)),
      concealed: share(since('concealed'), since('samples')),
      frozen: share(since('frozenSeconds'), seconds),
      sent: kbps(since('bytesOut')),
      received: kbps(since('bytesIn')),
      ...(available !== undefined && { available: available / MS }),
      ...(limited && { limited }),
      ...(shown.length > 0 && {
        shareIn: {
          lost: enough(since('shareLost'), since('sharePackets') + since('shareLost'), LEAST_PACKETS),
          dropped: enough(since('shareDropped'), since('shareFrames'), LEAST_FRAMES),
        },
      }),
      relayed: local?.candidateType === 'relay',
      picture: { ...(out && { out }), ...(arrives && { in: arrives }) },
    },
  ];
};
