import { goalInWords, METRICS, type Metric, type MetricName, reached } from './metrics.ts';
import type { Samples } from './samples.ts';

export interface Line {
  readonly metric: MetricName;
  readonly label: string;
  readonly unit: string;
  readonly ours: number;
  readonly peer?: number;
  readonly ratio?: number;
  readonly goal?: string;
  readonly verdict: 'pass' | 'miss' | 'told';
  readonly rounds: { readonly ours: readonly number[]; readonly peer: readonly number[] };
}

const isMetricName = (name: string): name is MetricName => name in METRICS;

/** One line for each metric that was measured on our side. */
export const linesOf = (samples: Samples): readonly Line[] =>
  Object.keys(METRICS)
    .filter(isMetricName)
    .flatMap((name) => {
      const ours = samples.medianOf(name, 'ours');
      if (ours === undefined) return [];
      const peer = samples.medianOf(name, 'peer');
      const { label, unit, goal }: Metric = METRICS[name];
      const passed = goal && reached(goal, ours, peer);
      return [
        {
          metric: name,
          label,
          unit,
          ours,
          ...(peer === undefined ? {} : { peer, ratio: ours / peer }),
          ...(goal ? { goal: goalInWords(goal, unit) } : {}),
          verdict: passed === undefined ? 'told' : passed ? 'pass' : 'miss',
          rounds: { ours: samples.of(name, 'ours'), peer: samples.of(name, 'peer') },
        } satisfies Line,
      ];
    });

const digits = (value: number): string =>
  value >= 1000
    ? Math.round(value).toLocaleString('en')
    : value >= 100
      ? value.toFixed(0)
      : value.toFixed(value >= 10 ? 1 : 2);

const cells = ({ label, unit, ours, peer, ratio, goal, verdict }: Line): readonly string[] => [
  label,
  `${digits(ours)} ${unit}`,
  peer === undefined ? '–' : `${digits(peer)} ${unit}`,
  ratio === undefined ? '–' : ratio >= 1 ? `${ratio.toFixed(2)}×` : `1/${(1 / ratio).toFixed(1)}`,
  goal ?? '–',
  verdict === 'told' ? '' : verdict,
];

export const table = (lines: readonly Line[]): string => {
  const rows = [['metric', 'ours', 'peer', 'ratio', 'goal', ''], ...lines.map(cells)];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n');
};
