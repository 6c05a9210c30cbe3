/** What must hold between our figure and the goal or the peer's figure. */
export type Goal =
  | { readonly kind: 'share-of-peer'; readonly atMost: number }
  | { readonly kind: 'times-peer'; readonly atLeast: number }
  | { readonly kind: 'peer-plus'; readonly atMost: number }
  | { readonly kind: 'at-most'; readonly value: number }
  | { readonly kind: 'at-least'; readonly value: number }
  /** Milliseconds, with so many times what the disk takes for an fdatasync in the same run (p50). */
  | { readonly kind: 'disk-plus'; readonly times: number; readonly atMost: number };

export interface Metric {
  readonly label: string;
  readonly unit: string;
  readonly goal?: Goal;
  /** Says nothing where the machine itself wakes later than {@link QUIET_MS}. */
  readonly quiet?: boolean;
}

/** Of wake-ups, p99. */
export const QUIET_MS = 0.3;

const metric = (label: string, unit: string, goal?: Goal): Metric => ({ label, unit, ...(goal ? { goal } : {}) });
const quietly = (label: string, unit: string, goal?: Goal): Metric => ({ ...metric(label, unit, goal), quiet: true });

/** Speech in little noise: what is suppressed must not cost what is understood. */
const UNHARMED: Goal = { kind: 'times-peer', atLeast: 1 };
const LIGHT: Goal = { kind: 'at-most', value: 8 };

/** Every line of the report, in its order. Goals are those of the performance reference; a line without one is only told. */
export const METRICS = {
  memoryPlain: metric('memory per idle signed-in endpoint', 'KB', { kind: 'share-of-peer', atMost: 1 / 3 }),
  memoryTls: metric('memory per idle signed-in endpoint, TLS', 'KB', { kind: 'share-of-peer', atMost: 1 / 6 }),
  memoryEmpty: metric('memory of the server, just started', 'MB', { kind: 'share-of-peer', atMost: 1 }),
  connectsWall: metric('connections per second of wall clock', '/s'),
  connectsPlain: metric('connections per CPU-second', '/s'),
  connectsPlainTicket: metric('connections per CPU-second, asking for the ticket included', '/s'),
  connectsTls: metric('connections per CPU-second, TLS', '/s'),
  handshakes: metric('TLS handshakes per CPU-second', '/s', { kind: 'times-peer', atLeast: 3.5 }),
  routedOne: metric('routed signals per CPU-second, 64 pairs, 1 in flight', '/s', { kind: 'times-peer', atLeast: 1.4 }),
  routedMany: metric('routed signals per CPU-second, 64 pairs, 16 in flight', '/s', { kind: 'times-peer', atLeast: 3 }),
  routedOneWall: metric('routed signals per second of wall clock, 1 in flight', '/s'),
  routedManyWall: metric('routed signals per second of wall clock, 16 in flight', '/s'),
  latency2000: metric('signal at 2,000/s beside 10,000 idle endpoints, p50', 'ms'),
  latency2000Tail: quietly('the same, p99', 'ms'),
  latency10000: metric('signal at 10,000/s beside 10,000 idle endpoints, p50', 'ms'),
  latency10000Tail: quietly('the same, p99', 'ms', { kind: 'share-of-peer', atMost: 1 / 3 }),
  latency30000: metric('signal at 30,000/s beside 10,000 idle endpoints, p50', 'ms'),
  latency30000Tail: quietly('the same, p99', 'ms'),
  mixedTail: quietly('signal beside 20 sign-ins and 20,000 messages a second, p99', 'ms', {
    kind: 'at-most',
    value: 5,
  }),
  wakeUpTail: metric('a wake-up of this machine too late by, p99', 'ms'),
  durable: metric('durable messages ticked per second (peer: in memory), 1,024 in flight, all cores', '/s', {
    kind: 'times-peer',
    atLeast: 1,
  }),
  durableOneCore: metric('durable messages ticked per second (peer: in memory), 1,024 in flight, one core', '/s'),
  durableCpu: metric('durable messages ticked per CPU-second (peer: in memory)', '/s'),
  durableTick: metric('send to tick at 1,024 in flight, p50', 'ms'),
  durableTail: metric('send to tick at 1,024 in flight, p99', 'ms'),
  durableFew: metric('durable messages ticked per second, 64 in flight', '/s'),
  durableFewTail: metric('send to tick at 64 in flight, p99', 'ms'),
  durableSteadyTail: metric('send to tick at a steady 5,000/s, p99', 'ms', { kind: 'disk-plus', times: 5, atMost: 2 }),
  fdatasync: metric('one 4 KiB write and fdatasync of the disk, p50', 'ms'),
  fdatasyncTail: metric('one 4 KiB write and fdatasync of the disk, p99', 'ms'),
  stormCpu: metric('10,000 with 50 contacts online at once: CPU of each, with asking for the ticket', 'µs', {
    kind: 'share-of-peer',
    atMost: 0.7,
  }),
  stormSocketCpu: metric('the same from the ticket on', 'µs'),
  stormSettled: metric('the same until everyone has heard of everyone (peers: all connected)', 's'),
  reconnectSome: metric('2,000 endpoints back after a restart', 's', { kind: 'at-most', value: 30 }),
  reconnectMany: metric('10,000 endpoints back after a restart', 's', { kind: 'at-most', value: 30 }),
  sealOne: metric('seal a message for 1 device and open it, p50', 'ms'),
  sealFive: metric('seal a message for 5 devices and open it on one, p50', 'ms'),
  sealTwenty: metric('seal a message for 20 devices and open it on one, p50', 'ms'),
  firstPaintJs: metric('PWA JS before first paint, gzip', 'KiB', { kind: 'at-most', value: 20 }),
  usableJs: metric('PWA JS until people and a chat are usable, gzip', 'KiB', { kind: 'at-most', value: 60 }),
  firstPaint: metric('PWA first contentful paint, signed in', 'ms'),
  popupJs: metric('popup JS until it is connected, gzip', 'KiB', { kind: 'at-most', value: 40 }),
  popupPaint: metric('popup opened → people painted from IndexedDB, p50', 'ms', { kind: 'at-most', value: 100 }),
  ring: metric('click call → callee rings, p50', 'ms', { kind: 'peer-plus', atMost: 2 }),
  calleeAtCaller: metric("click answer → callee's video at the caller, p50", 'ms', { kind: 'at-most', value: 100 }),
  calleeAtCaller100: metric('the same, 100 ms there and back', 'ms'),
  calleeAtCaller200: metric('the same, 200 ms there and back', 'ms', { kind: 'at-most', value: 210 }),
  calleeOpening: metric("callee's video at the caller, PeerJS opens its camera at the answer, too", 'ms'),
  calleeOpening200: metric('the same, 200 ms there and back', 'ms'),
  callerAtCallee: metric("click answer → caller's video at the callee, p50", 'ms', { kind: 'at-most', value: 100 }),
  callerAtCallee100: metric('the same, 100 ms there and back', 'ms'),
  callerAtCallee200: metric('the same, 200 ms there and back', 'ms', { kind: 'at-most', value: 300 }),
  earlyCaller: metric('the same where both have chosen to be seen early', 'ms', { kind: 'at-most', value: 60 }),
  earlyCaller200: metric('and 200 ms there and back', 'ms', { kind: 'at-most', value: 60 }),
  bothHear: metric('click answer → both hear each other, p50', 'ms', { kind: 'at-most', value: 300 }),
  bothHear200: metric('the same, 200 ms there and back', 'ms'),
  coldBothHear: metric('the same where nothing happens while it rings', 'ms', { kind: 'at-most', value: 1_500 }),
  coldCalleeAtCaller: metric("and the callee's video at the caller", 'ms'),
  coldCallerAtCallee: metric("and the caller's video at the callee", 'ms'),
  shareFrame: metric('click share → the tab at the other side, p50', 'ms'),
  recovery: metric('a cut network healed → both hear each other, p50', 'ms', { kind: 'at-most', value: 3_000 }),
  callLoad: metric('CPU of one side of a call, noise suppression and gate on', '% of a core'),
  callLines: metric('lines of the picture that it sends meanwhile', ''),
  heap: metric('JS heap after the first minute of a call', 'MiB'),
  heapGrowth: metric('and at its end, of that', '%', { kind: 'at-most', value: 110 }),
  historyOpen: metric('history of 100,000: store opened, newest 50 read', 'ms', { kind: 'at-most', value: 30 }),
  historyClick: metric('history of 100,000: click → newest painted', 'ms', { kind: 'at-most', value: 150 }),
  historyOlder: metric('history of 100,000: 50 older ones read', 'ms', { kind: 'at-most', value: 8 }),
  historySearch: metric('search of 100,000: first results in the store', 'ms', { kind: 'at-most', value: 15 }),
  historySearchScreen: metric('search of 100,000: key → first results painted', 'ms', { kind: 'at-most', value: 100 }),
  historyRows: metric('frames with messages in view, two screens scrolled in each', '%', {
    kind: 'at-least',
    value: 100,
  }),
  noiseGainMinimal: metric('SI-SDR gained at SNR 5, minimal', 'dB'),
  noiseGainModerate: metric('SI-SDR gained at SNR 5, moderate', 'dB', { kind: 'at-least', value: 5 }),
  noiseGainAggressive: metric('SI-SDR gained at SNR 5, aggressive', 'dB', { kind: 'at-least', value: 7 }),
  noisePausesMinimal: metric('pauses softer by, minimal', 'dB'),
  noisePausesModerate: metric('pauses softer by, moderate', 'dB'),
  noisePausesAggressive: metric('pauses softer by, aggressive', 'dB'),
  noiseClarityMinimal: metric('STOI at SNR 20, minimal (peer: no suppression)', '', UNHARMED),
  noiseClarityModerate: metric('STOI at SNR 20, moderate (peer: no suppression)', '', UNHARMED),
  noiseClarityAggressive: metric('STOI at SNR 20, aggressive (peer: no suppression)', ''),
  noiseLoadMinimal: metric('CPU of a microphone, minimal', '% of a core', LIGHT),
  noiseLoadModerate: metric('CPU of a microphone, moderate', '% of a core', LIGHT),
  noiseLoadAggressive: metric('CPU of a microphone, aggressive', '% of a core', LIGHT),
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof METRICS;

const trim = (value: number): string => String(Math.round(value * 100) / 100);

export const goalInWords = (goal: Goal, unit: string): string => {
  switch (goal.kind) {
    case 'share-of-peer':
      return `≤ 1/${trim(1 / goal.atMost)}`;
    case 'times-peer':
      return `≥ ${goal.atLeast.toFixed(1)}×`;
    case 'peer-plus':
      return `≤ peer + ${goal.atMost} ${unit}`;
    case 'at-most':
      return `≤ ${goal.value} ${unit}`;
    case 'at-least':
      return `≥ ${goal.value} ${unit}`;
    case 'disk-plus':
      return `≤ ${goal.times} fdatasync + ${goal.atMost} ${unit}`;
  }
};

/** `beside` is the peer's figure, or the disk's. `undefined` where it is needed and was not measured. */
export const reached = (goal: Goal, ours: number, beside: number | undefined): boolean | undefined => {
  if (goal.kind === 'at-most') return ours <= goal.value;
  if (goal.kind === 'at-least') return ours >= goal.value;
  if (beside === undefined) return undefined;
  switch (goal.kind) {
    case 'share-of-peer':
      return ours <= beside * goal.atMost;
    case 'times-peer':
      return ours >= beside * goal.atLeast;
    case 'peer-plus':
      return ours <= beside + goal.atMost;
    case 'disk-plus':
      return ours <= beside * goal.times + goal.atMost;
  }
};
