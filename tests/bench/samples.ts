import type { MetricName } from './metrics.ts';

/** Ours, PeerServer or PeerJS, and for what signaling costs at least a bare router on `ws` and one on raw uWebSockets.js. */
export const SIDES = ['ours', 'peer', 'ws', 'uws'] as const;
export type Side = (typeof SIDES)[number];

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) throw new Error('the median of nothing');
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
};

/** What the rounds have measured. */
export class Samples {
  readonly #values = new Map<MetricName, Record<Side, number[]>>();

  add(metric: MetricName, side: Side, value: number): void {
    if (!Number.isFinite(value) || value <= 0) throw new Error(`${metric} (${side}) was measured as ${value}`);
    const sides = this.#values.get(metric) ?? { ours: [], peer: [], ws: [], uws: [] };
    sides[side].push(value);
    this.#values.set(metric, sides);
  }

  of(metric: MetricName, side: Side): readonly number[] {
    return this.#values.get(metric)?.[side] ?? [];
  }

  medianOf(metric: MetricName, side: Side): number | undefined {
    const values = this.of(metric, side);
    return values.length > 0 ? median(values) : undefined;
  }
}
