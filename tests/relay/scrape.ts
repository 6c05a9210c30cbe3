import { request } from './test-client.ts';

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /(\w+)="([^"]*)"/g;

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What a relay says of itself in Prometheus's text format. */
export interface Scrape {
  /** Of every sample, with `_bucket`, `_sum` and `_count`. */
  readonly names: ReadonlySet<string>;
  /** The sum of the samples that have these labels; 0 where there is none. */
  value(name: string, labels?: Readonly<Record<string, string>>): number;
}

const read = (line: string): Sample | undefined => {
  const [, name = '', labels = '', value] = SAMPLE.exec(line) ?? [];
  if (value === undefined) return undefined;
  return {
    name,
    labels: Object.fromEntries([...labels.matchAll(LABEL)].map(([, key, text]) => [key, text])),
    value: Number(value),
  };
};

export const scrape = async (url: string, token?: string): Promise<Scrape> => {
  const { status, body } = await request(url, '/metrics', token === undefined ? {} : { token });
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
  const lines = String(body).split('\n');
  const samples = lines.map(read).filter((sample) => sample !== undefined);
  return {
    names: new Set(
      lines.flatMap((line) => {
        const [, name, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
        if (name === undefined) return [];
        return type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name];
      }),
    ),
    value: (name, labels = {}) =>
      samples
        .filter((sample) => sample.name === name)
        .filter((sample) => Object.entries(labels).every(([key, text]) => sample.labels[key] === text))
        .reduce((sum, { value }) => sum + value, 0),
  };
};
