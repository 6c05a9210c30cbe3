import type { Measurement, Picture } from '#shared/core/quality/measurement.ts';

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

/** What browsers have counted of the connections of a call. */
export interface Counters {
  readonly at: number;
  /** The pair of candidates that carries the call. */
  readonly way: string | undefined;
  /** By the id of what is sent or received, which comes and goes with its connection. */
  readonly streams: ReadonlyMap<string, Report>;
}

const MS = 1000;
const BITS = 8;
/** Of fewer, a share of them says nothing: what holds still is a frame a second. */
const LEAST_PACKETS = 20;
const LEAST_FRAMES = 10;

type Count = (report: Report) => number | undefined;
const packetsSent: Count = (report) => report.packetsSent;
const packetsReceived: Count = (report) => report.packetsReceived;
const packetsLost: Count = (report) => report.packetsLost;

const sum = (reports: readonly Report[], of: Count): number =>
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
    streams: new Map([...inbound, ...outbound].map((report) => [report.id, report])),
  };
  if (!before || at <= before.at) return [counters, undefined];

  const grownOf = (report: Report, of: Count): number => {
    const former = before.streams.get(report.id);
    return grown(of(report) ?? 0, (former && of(former)) ?? 0);
  };
  const since = (reports: readonly Report[], of: Count): number => sum(reports, (report) => grownOf(report, of));
  const seconds = (at - before.at) / MS;
  const kbps = (bytes: number): number => (bytes * BITS) / MS / seconds;
  const local = all.find(({ id }) => id === pair?.localCandidateId);
  const isLimited = (reports: readonly Report[], by: 'bandwidth' | 'cpu'): boolean =>
    reports.some(({ qualityLimitationReason }) => qualityLimitationReason === by);
  // What is not encoded any more keeps the word that was said of it last.
  const sent = outbound.filter((report) => grownOf(report, packetsSent) > 0);
  const limited = isLimited(sent, 'cpu') ? 'cpu' : isLimited(outbound, 'bandwidth') ? 'bandwidth' : undefined;
  const enough = (part: number, whole: number, least: number): number => (whole < least ? 0 : share(part, whole));
  // The other side reports now and then; its newest word on each stream holds for what has been sent since.
  const lostOut = sum(sent, (report) => {
    const said = remote.find(({ localId }) => localId === report.id);
    return (said?.fractionLost ?? 0) * grownOf(report, packetsSent);
  });
  const [lostIn, shareLost] = [since(inbound, packetsLost), since(shown, packetsLost)];
  const [out, arrives] = [pictureOf(outbound), pictureOf(inbound)];
  const available = pair?.availableOutgoingBitrate;
  return [
    counters,
    {
      rtt: (pair?.currentRoundTripTime ?? 0) * MS,
      jitter: Math.max(0, ...inbound.filter(({ kind }) => kind === 'audio').map(({ jitter = 0 }) => jitter * MS)),
      lossIn: share(lostIn, since(inbound, packetsReceived) + lostIn),
      lossOut: share(lostOut, since(sent, packetsSent)),
      concealed: share(
        since(
          inbound,
          ({ concealedSamples = 0, silentConcealedSamples = 0 }) => concealedSamples - silentConcealedSamples,
        ),
        since(inbound, ({ totalSamplesReceived }) => totalSamplesReceived),
      ),
      frozen: share(
        since(inbound, ({ totalFreezesDuration, share: shared }) => (shared ? 0 : totalFreezesDuration)),
        seconds,
      ),
      sent: kbps(since(outbound, ({ bytesSent }) => bytesSent)),
      received: kbps(since(inbound, ({ bytesReceived }) => bytesReceived)),
      ...(available !== undefined && { available: available / MS }),
      ...(limited && { limited }),
      ...(shown.length > 0 && {
        shareIn: {
          lost: enough(shareLost, since(shown, packetsReceived) + shareLost, LEAST_PACKETS),
          dropped: enough(
            since(shown, ({ framesDropped }) => framesDropped),
            since(shown, ({ framesReceived }) => framesReceived),
            LEAST_FRAMES,
          ),
        },
      }),
      relayed: local?.candidateType === 'relay',
      picture: { ...(out && { out }), ...(arrives && { in: arrives }) },
    },
  ];
};
