import { expect, test } from 'vitest';
import { chartOf } from '../bench/chart.ts';
import { Growth } from '../bench/curves.ts';
import { read } from './sources.ts';

test('the chart in the README is what the cited result gives', () => {
  const { curves } = JSON.parse(read('tests/bench/results/cited-growth.json'));
  expect(read('docs/growth.svg')).toBe(chartOf(curves));
});

test('a chart shows where each line ends, rounds as their median', () => {
  const growth = new Growth();
  for (const value of [120, 900, 130]) growth.add('idleMemory', 'ours', 10_000, value);
  growth.add('idleMemory', 'ours', 0, 110);
  growth.add('idleMemory', 'peer', 0, 70);
  growth.add('idleMemory', 'peer', 10_000, 160);
  const chart = chartOf(growth.curves());
  expect(chart).toContain('>130 Tincan<');
  expect(chart).toContain('>160 PeerServer<');
  expect(chart).toContain('>10k<');
});
