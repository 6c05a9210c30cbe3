import { median, SIDES, type Side } from './samples.ts';

/** What grows, and what it costs; the unit of the cost belongs to the title. */
export const CURVES = {
  idleMemory: { title: 'memory of the server', unit: 'MB', across: 'idle connections' },
  contactsCpu: { title: 'CPU of a person who comes online with all others', unit: 'ms', across: 'contacts each' },
  contactsFrames: { title: 'frames that each of them is sent', unit: '', across: 'contacts each' },
  contactsSettled: { title: '2,000 come online, until all have heard of all', unit: 's', across: 'contacts each' },
  mailboxKeep: { title: 'CPU of keeping a message', unit: 'µs', across: 'already waiting' },
  mailboxFetch: { title: 'CPU of a message that was waiting', unit: 'µs', across: 'in the mailbox' },
} as const satisfies Record<string, { title: string; unit: string; across: string }>;
export type CurveName = keyof typeof CURVES;

export interface Point {
  readonly at: number;
  readonly value: number;
}

export interface Curve {
  readonly curve: CurveName;
  readonly title: string;
  readonly unit: string;
  readonly across: string;
  /** Medians, in the order of what grows. */
  readonly lines: Partial<Record<Side, readonly Point[]>>;
}

/** What the rounds have measured of costs as they grow. */
export class Growth {
  readonly #values = new Map<CurveName, Map<Side, Map<number, number[]>>>();

  add(curve: CurveName, side: Side, at: number, value: number): void {
    if (!Number.isFinite(value) || value <= 0) throw new Error(`${curve} (${side}) at ${at} was measured as ${value}`);
    const sides = this.#values.get(curve) ?? new Map<Side, Map<number, number[]>>();
    const points = sides.get(side) ?? new Map<number, number[]>();
    points.set(at, [...(points.get(at) ?? []), value]);
    sides.set(side, points);
    this.#values.set(curve, sides);
  }

  curves(): readonly Curve[] {
    return [...this.#values].map(([curve, sides]) => ({
      curve,
      ...CURVES[curve],
      lines: Object.fromEntries(
        SIDES.flatMap((side) => {
          const points = [...(sides.get(side) ?? [])].map(([at, values]) => ({ at, value: median(values) }));
          return points.length > 0 ? [[side, points.sort((a, b) => a.at - b.at)]] : [];
        }),
      ),
    }));
  }
}

const short = (value: number): string => String(Number(value.toPrecision(3)));

/** A line for each side of each curve. */
export const curvesText = (curves: readonly Curve[]): string =>
  curves
    .flatMap(({ title, unit, across, lines }) => [
      `${title}${unit && `, ${unit}`}, by ${across}`,
      ...Object.entries(lines).map(
        ([side, points]) =>
          `  ${side.padEnd(5)} ${points.map(({ at, value }) => `${at.toLocaleString('en')}: ${short(value)}`).join('   ')}`,
      ),
    ])
    .join('\n');
