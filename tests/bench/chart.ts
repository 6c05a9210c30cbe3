import type { Curve, CurveName, Point } from './curves.ts';
import type { Side } from './samples.ts';

interface Panel {
  readonly curves: readonly CurveName[];
  readonly heading: string;
  readonly unit: string;
  readonly across: string;
  /** Whether equal steps across are equal amounts or equal factors. */
  readonly scale: 'linear' | 'log';
}

const PANELS: readonly Panel[] = [
  {
    curves: ['idleMemory'],
    heading: 'Memory of the server',
    unit: 'MB',
    across: 'idle connections',
    scale: 'linear',
  },
  {
    curves: ['contactsFrames'],
    heading: 'Frames to each of 2,000 who come online at once',
    unit: '',
    across: 'contacts each',
    scale: 'linear',
  },
  {
    curves: ['contactsCpu'],
    heading: 'CPU of each of them',
    unit: 'ms',
    across: 'contacts each',
    scale: 'linear',
  },
  {
    curves: ['mailboxKeep', 'mailboxFetch'],
    heading: 'CPU of a message for someone who is away',
    unit: 'µs',
    across: 'messages in the mailbox',
    scale: 'log',
  },
];

const NAMES: Readonly<Record<Side, string>> = { ours: 'Tincan', peer: 'PeerServer', ws: 'bare ws', uws: 'raw uWS' };
/** Where ours alone is drawn, and more than one thing of it. */
const PARTS: Partial<Record<CurveName, string>> = { mailboxKeep: 'kept', mailboxFetch: 'fetched' };

const WIDTH = 760;
const CELL = { width: WIDTH / 2, height: 210 };
const PLOT = { left: 20, top: 44, width: 250, height: 116 };
/** Between the labels of two lines. */
const APART = 14;

/** The card brings its own ground, so that it can be read on a page of either theme. */
const STYLE = `
    svg { font: 12px system-ui, sans-serif }
    .ground { fill: #fff } .heading { fill: #1f2328; font-weight: 600 } .label, .tick { fill: #59636e }
    .axis { stroke: #d1d9e0 } .line { fill: none; stroke-width: 2 }
    .ours { stroke: #b4541c } .peer { stroke: #59636e } .ws { stroke: #2f6fd0 } .uws { stroke: #7a4fc9 } .second { stroke-dasharray: 5 4 }
    text.ours { fill: #b4541c; stroke: none } text.peer { fill: #59636e; stroke: none }
    text.ws { fill: #2f6fd0; stroke: none } text.uws { fill: #7a4fc9; stroke: none }
    @media (prefers-color-scheme: dark) {
      .ground { fill: #151b23 } .heading { fill: #f0f6fc } .label, .tick { fill: #9198a1 } .axis { stroke: #3d444d }
      .ours { stroke: #e8915b } .peer { stroke: #9198a1 } .ws { stroke: #6ea8fe } .uws { stroke: #b794f6 }
      text.ours { fill: #e8915b } text.peer { fill: #9198a1 } text.ws { fill: #6ea8fe } text.uws { fill: #b794f6 }
    }
  `;

const round = (value: number): string => String(Math.round(value * 10) / 10);
const short = (value: number): string => {
  const rounded = Number(value.toPrecision(value >= 100 ? 3 : 2));
  return rounded >= 1000 ? rounded.toLocaleString('en') : String(rounded);
};
const count = (value: number): string => (value >= 10_000 ? `${round(value / 1000)}k` : value.toLocaleString('en'));

interface Drawn {
  readonly side: Side;
  readonly name: string;
  readonly second: boolean;
  readonly points: readonly Point[];
}

const drawnOf = (panel: Panel, curves: readonly Curve[]): readonly Drawn[] =>
  panel.curves.flatMap((name, index) => {
    const lines = Object.entries(curves.find(({ curve }) => curve === name)?.lines ?? {}) as [Side, Point[]][]; // keys of `lines`
    return lines.map(([side, points]) => ({ side, name: PARTS[name] ?? NAMES[side], second: index > 0, points }));
  });

/** Moves what is too near to the one before downwards, and all of it up where that goes too far. */
const spread = (wanted: readonly number[], lowest: number): readonly number[] => {
  const order = wanted.map((_, index) => index).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const places = [...wanted];
  let last = Number.NEGATIVE_INFINITY;
  for (const index of order) last = places[index] = Math.max(places[index] ?? 0, last + APART);
  let next = lowest + APART;
  for (const index of order.reverse()) next = places[index] = Math.min(places[index] ?? 0, next - APART);
  return places;
};

const panelText = (panel: Panel, curves: readonly Curve[], left: number, top: number): string => {
  const lines = drawnOf(panel, curves);
  const ats = [...new Set(lines.flatMap(({ points }) => points.map(({ at }) => at)))].sort((a, b) => a - b);
  const most = Math.max(...lines.flatMap(({ points }) => points.map(({ value }) => value)));
  const place = panel.scale === 'log' ? Math.log : Number;
  const [first = 1, last = 2] = [ats[0], ats.at(-1)];
  const from = panel.scale === 'log' ? place(first) : 0;
  const bottom = PLOT.top + PLOT.height;
  const x = (at: number): number => PLOT.left + ((place(at) - from) / (place(last) - from)) * PLOT.width;
  const y = (value: number): number => bottom - (value / most) * PLOT.height;
  const ends = spread(
    lines.map(({ points }) => y(points.at(-1)?.value ?? 0) + 4),
    bottom + 4,
  );
  // A tick that would touch the one before is left out; the last one stays.
  const ticks = ats.filter(
    (at, index) => index === ats.length - 1 || (x(ats[index + 1] ?? 0) - x(at) > 30 && x(last) - x(at) > 30),
  );
  return [
    `<g transform="translate(${left} ${top})">`,
    `<text class="heading" x="${PLOT.left}" y="24">${panel.heading}${panel.unit && `, ${panel.unit}`}</text>`,
    `<line class="axis" x1="${PLOT.left}" x2="${PLOT.left + PLOT.width}" y1="${bottom}" y2="${bottom}"/>`,
    ...ticks.map(
      (at) => `<text class="tick" text-anchor="middle" x="${round(x(at))}" y="${bottom + 16}">${count(at)}</text>`,
    ),
    `<text class="label" text-anchor="middle" x="${PLOT.left + PLOT.width / 2}" y="${bottom + 32}">${panel.across}</text>`,
    ...lines.flatMap(({ side, name, second, points }, index) => [
      `<polyline class="line ${side}${second ? ' second' : ''}" points="${points.map(({ at, value }) => `${round(x(at))},${round(y(value))}`).join(' ')}"/>`,
      `<text class="${side}" x="${PLOT.left + PLOT.width + 6}" y="${round(ends[index] ?? 0)}">${short(points.at(-1)?.value ?? 0)} ${name}</text>`,
    ]),
    '</g>',
  ].join('\n');
};

/** An SVG of what stays flat and what grows; the same curves give the same text. */
export const chartOf = (curves: readonly Curve[]): string => {
  const panels = PANELS.filter((panel) => drawnOf(panel, curves).length > 0);
  const height = Math.ceil(panels.length / 2) * CELL.height;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    '<title>What more connections, contacts and messages cost</title>',
    `<style>${STYLE}</style>`,
    `<rect class="ground" width="${WIDTH}" height="${height}" rx="8"/>`,
    ...panels.map((panel, index) =>
      panelText(panel, curves, (index % 2) * CELL.width, Math.floor(index / 2) * CELL.height),
    ),
    '</svg>\n',
  ].join('\n');
};
