import type { Measurement } from '#shared/core/quality/measurement.ts';
import type { Bars } from '#shared/core/quality/score.ts';

/** What the path did, and what was done about it. */
const EVENTS = ['path-connected', 'path-lost', 'path-failed', 'peer-renewed', 'seek', 'restart', 'renew'] as const;
export type CourseEvent = (typeof EVENTS)[number];

export const isCourseEvent = (type: string): type is CourseEvent => EVENTS.some((known) => known === type);

/** How it was at one time. */
export interface Look {
  /** Seconds, as in {@link Course}. */
  readonly at: number;
  readonly bars: Bars;
  readonly mos: number;
  readonly measurement: Measurement;
  /** Kinds of the two ends and how they are connected: `host udp srflx`. */
  readonly way?: string;
}

/**
 * How the path of a call went, for whoever wants to show somebody how bad it was: kinds and numbers, no address and no
 * person. Seconds since the path was begun.
 */
export interface Course {
  readonly events: readonly { readonly at: number; readonly what: CourseEvent }[];
  /** One each ten seconds, and where it got better or worse; of the latest hour or so. */
  readonly looks: readonly Look[];
  /** How many candidates of each kind have been told to the other side, and by it: `host udp`. */
  readonly candidates: {
    readonly mine: Readonly<Record<string, number>>;
    readonly theirs: Readonly<Record<string, number>>;
  };
}

export interface CourseNotes {
  note(what: CourseEvent): void;
  /** `reports`: those of the connections, as the browser gives them. */
  look(bars: Bars, mos: number, measurement: Measurement, reports: readonly object[]): void;
  /** `candidate`: its line (RFC 8839). */
  candidate(whose: 'mine' | 'theirs', candidate: string): void;
  course(): Course;
}

/** One each ten seconds, of the latest hour. */
const LOOK_MS = 10_000;
const MOST_LOOKS = 360;
/** A path that comes and goes all day is known by then. */
const MOST_EVENTS = 500;

/** Only words that the standard has: what the other side sends may say anything. */
const KINDS = /^candidate:\S+ \d+ (udp|tcp) .* typ (host|srflx|prflx|relay)\b/i;

const kindOf = (line: string): string | undefined => {
  const [, protocol, type] = KINDS.exec(line) ?? [];
  return protocol && type && `${type} ${protocol}`.toLowerCase();
};

interface Report {
  readonly id: string;
  readonly type: string;
  readonly selectedCandidatePairId?: string;
  readonly localCandidateId?: string;
  readonly remoteCandidateId?: string;
  readonly candidateType?: string;
  readonly protocol?: string;
}

const wayOf = (reports: readonly Report[]): string | undefined => {
  const named = (id: string | undefined) => reports.find((report) => report.id === id);
  const transport = reports.find(({ selectedCandidatePairId }) => selectedCandidatePairId !== undefined);
  const pair = named(transport?.selectedCandidatePairId);
  const [local, remote] = [named(pair?.localCandidateId), named(pair?.remoteCandidateId)];
  return local && remote && `${local.candidateType} ${local.protocol} ${remote.candidateType}`;
};

/** `now`: milliseconds of any clock. */
export const noteCourse = (now: () => number): CourseNotes => {
  const begun = now();
  const events: Course['events'][number][] = [];
  const looks: Look[] = [];
  const candidates = { mine: {} as Record<string, number>, theirs: {} as Record<string, number> };
  let looked = Number.NEGATIVE_INFINITY;
  const at = (): number => Math.round((now() - begun) / 100) / 10;

  return {
    note: (what) => {
      if (events.length < MOST_EVENTS) events.push({ at: at(), what });
    },
    look: (bars, mos, measurement, reports) => {
      // What got better or worse is told at once.
      if (now() - looked < LOOK_MS && looks.at(-1)?.bars === bars) return;
      looked = now();
      const way = wayOf(reports as readonly Report[]);
      looks.push({ at: at(), bars, mos, measurement, ...(way !== undefined && { way }) });
      if (looks.length > MOST_LOOKS) looks.shift();
    },
    candidate: (whose, candidate) => {
      const kind = kindOf(candidate);
      if (kind) candidates[whose][kind] = (candidates[whose][kind] ?? 0) + 1;
    },
    course: () => ({ events, looks, candidates }),
  };
};
