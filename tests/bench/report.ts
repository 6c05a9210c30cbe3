import { goalInWords, METRICS, type Metric, type MetricName, QUIET_MS, reached } from './metrics.ts';
import { type Samples, SIDES, type Side } from './samples.ts';

export interface Line {
  readonly metric: MetricName;
  readonly label: string;
  readonly unit: string;
  readonly ours: number;
  readonly peer?: number;
  readonly ratio?: number;
  /** A bare router on npm `ws`. */
  readonly ws?: number;
  /** One on raw uWebSockets.js: the ceiling. */
  readonly uws?: number;
  readonly goal?: string;
  readonly verdict: 'pass' | 'miss' | 'told' | 'too noisy';
  readonly rounds: Partial<Record<Side, readonly number[]>>;
}

const isMetricName = (name: string): name is MetricName => name in METRICS;

const isMeasured = ([, values]: readonly [Side, readonly number[]]): boolean => values.length > 0;

/** One line for each metric that was measured on our side. */
export const linesOf = (samples: Samples): readonly Line[] =>
  Object.keys(METRICS)
    .filter(isMetricName)
    .flatMap((name) => {
      const ours = samples.medianOf(name, 'ours');
      if (ours === undefined) return [];
      const [peer, ws, uws] = (['peer', 'ws', 'uws'] as const).map((side) => samples.medianOf(name, side));
      const { label, unit, goal, quiet }: Metric = METRICS[name];
      const noisy = quiet && (samples.medianOf('wakeUpTail', 'ours') ?? 0) > QUIET_MS;
      const beside = goal?.kind === 'disk-plus' ? samples.medianOf('fdatasync', 'ours') : peer;
      const passed = goal && reached(goal, ours, beside);
      return [
        {
          metric: name,
          label,
          unit,
          ours,
          ...(peer === undefined ? {} : { peer, ratio: ours / peer }),
          ...(ws === undefined ? {} : { ws }),
          ...(uws === undefined ? {} : { uws }),
          ...(goal ? { goal: goalInWords(goal, unit) } : {}),
          verdict: noisy ? 'too noisy' : passed === undefined ? 'told' : passed ? 'pass' : 'miss',
          rounds: Object.fromEntries(SIDES.map((side) => [side, samples.of(name, side)] as const).filter(isMeasured)),
        } satisfies Line,
      ];
    });

const digits = (value: number): string =>
  value >= 1000
    ? Math.round(value).toLocaleString('en')
    : value >= 100
      ? value.toFixed(0)
      : value.toFixed(value >= 10 ? 1 : 2);

const figure = (value: number | undefined, unit: string): string =>
  value === undefined ? '–' : `${digits(value)} ${unit}`.trim();

const times = (value: number | undefined): string =>
  value === undefined ? '–' : value >= 1 ? `${value.toFixed(2)}×` : `1/${(1 / value).toFixed(1)}`;

type Column = readonly [heading: string, cell: (line: Line) => string];

const COLUMNS: readonly Column[] = [
  ['metric', ({ label }) => label],
  ['ours', ({ ours, unit }) => figure(ours, unit)],
  ['peer', ({ peer, unit }) => figure(peer, unit)],
  ['ratio', ({ ratio }) => times(ratio)],
  ['goal', ({ goal }) => goal ?? '–'],
  ['', ({ verdict }) => (verdict === 'told' ? '' : verdict)],
];

/** Where the bare routers were measured, too. */
const ROUTERS: readonly Column[] = [
  ['bare ws', ({ ws, unit }) => figure(ws, unit)],
  ['raw uWS', ({ uws, unit }) => figure(uws, unit)],
  ['ours to it', ({ ours, uws }) => times(uws && ours / uws)],
];

export const table = (lines: readonly Line[]): string => {
  const columns = lines.some(({ uws }) => uws !== undefined) ? [...COLUMNS, ...ROUTERS] : COLUMNS;
  const rows = [columns.map(([heading]) => heading), ...lines.map((line) => columns.map(([, cell]) => cell(line)))];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n');
};
