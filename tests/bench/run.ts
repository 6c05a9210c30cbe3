// npm run bench: Tincan beside PeerServer and PeerJS in one interleaved run. See README for what the figures mean.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chartOf } from './chart.ts';
import { type Curve, curvesText } from './curves.ts';
import { measureGrowth } from './groups/growth.ts';
import { measureRelay } from './groups/relay.ts';
import { machineFacts } from './machine.ts';
import { readOptions } from './options.ts';
import { linesOf, table } from './report.ts';
import { Samples } from './samples.ts';
import { calls } from './scenarios/calls.ts';
import { history } from './scenarios/history.ts';
import { longCall } from './scenarios/long-call.ts';
import { noise } from './scenarios/noise.ts';
import { popup } from './scenarios/popup.ts';
import { sealing } from './scenarios/sealing.ts';
import { weight } from './scenarios/weight.ts';
import { tincan } from './servers/tincan.ts';

const options = readOptions(process.argv.slice(2));
const samples = new Samples();
const started = new Date();
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const before = machineFacts();
const facts: Record<string, unknown> = {};

const size = async (): Promise<void> => {
  say('what the pages load, and how soon the popup is painted');
  const server = await tincan.start({ tls: false });
  await weight(server, samples);
  await popup(server, options.quick ? 10 : 20, samples);
  await server.stop();
};

const past = async (): Promise<void> => {
  say('a history of a hundred thousand messages, in the store and on the screen');
  const server = await tincan.start({ tls: false });
  await history(server, options.quick ? 2 : 5, samples);
  await server.stop();
};

const call = async (): Promise<void> => {
  const count = options.quick ? 3 : 10;
  say(`${count} calls each`);
  await calls(count, samples);
};

const hold = async (): Promise<void> => {
  const minutes = options.quick ? 2 : 30;
  say(`a call of ${minutes} minutes`);
  const server = await tincan.start({ tls: false });
  await longCall(server, options.quick ? 3 : 10, minutes, samples);
  await server.stop();
};

if (options.groups.includes('sealing')) {
  say('sealing');
  await sealing(samples);
}
if (options.groups.includes('noise')) {
  say(
    'speech in noise; not the browser’s own suppression, since what Chromium takes for a microphone here skips samples',
  );
  facts.noise = noise(options.quick, samples);
}
if (options.groups.includes('size')) await size();
if (options.groups.includes('history')) await past();
if (options.groups.includes('call')) await call();
if (options.groups.includes('hold')) await hold();
if (options.groups.includes('relay')) facts.ticksThatSurvivedAKill = await measureRelay(options, samples, say);
const curves: readonly Curve[] = options.groups.includes('growth') ? await measureGrowth(options, say) : [];

const lines = linesOf(samples);
const result = {
  started: started.toISOString(),
  ...options,
  machine: { before, after: machineFacts() },
  ...facts,
  lines,
  ...(curves.length > 0 ? { curves } : {}),
};
const name = join(import.meta.dirname, 'results', started.toISOString().replaceAll(':', '-'));
const file = `${name}.json`;
writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
say(lines.length > 0 ? `\n${table(lines)}\n` : '');
if (curves.length > 0) {
  writeFileSync(`${name}.svg`, chartOf(curves));
  say(`${curvesText(curves)}\n`);
}
say(
  `load average ${before.load.join(' ')} before, ${machineFacts().load.join(' ')} after, on ${before.cores} cores; the result is in ${file}`,
);
process.exit(0);
