// node tests/bench/draw-growth.ts: draws docs/growth.svg from the result that the README cites.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chartOf } from './chart.ts';
import type { Curve } from './curves.ts';

const result: { readonly curves: readonly Curve[] } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'results', 'cited-growth.json'), 'utf8'),
);
writeFileSync(join(import.meta.dirname, '../../docs/growth.svg'), chartOf(result.curves));
