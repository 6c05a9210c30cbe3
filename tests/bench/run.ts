// npm run bench: Tincan beside PeerServer and PeerJS in one interleaved run. See README for what the figures mean.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fdatasyncTimes, machineFacts } from './machine.ts';
import { readOptions } from './options.ts';
import { linesOf, table } from './report.ts';
import { Samples } from './samples.ts';
import { calls } from './scenarios/calls.ts';
import { durable, proveDurable } from './scenarios/durable.ts';
import { history } from './scenarios/history.ts';
import { idle } from './scenarios/idle.ts';
import { longCall } from './scenarios/long-call.ts';
import { noise } from './scenarios/noise.ts';
import { popup } from './scenarios/popup.ts';
import { reconnect } from './scenarios/reconnect.ts';
import { routing } from './scenarios/routed.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { sealing } from './scenarios/sealing.ts';
import { weight } from './scenarios/weight.ts';
import { scratch } from './scratch.ts';
import { peer } from './servers/peer.ts';
import { tincan } from './servers/tincan.ts';

const ENDPOINTS = 10_000;

const options = readOptions(process.argv.slice(2));
const samples = new Samples();
const started = new Date();
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const before = machineFacts();
const facts: Record<string, unknown> = {};

/** What the disk itself takes is told beside the ticks. */
const probeDisk = (): void => {
  const times = fdatasyncTimes(scratch);
  samples.add('fdatasync', 'ours', times[Math.floor(times.length / 2)] ?? 0);
  samples.add('fdatasyncTail', 'ours', times[Math.floor(times.length * 0.99)] ?? 0);
};

const relay = async (): Promise<void> => {
  const { quick, rounds } = options;
  probeDisk();
  facts.ticksThatSurvivedAKill = await proveDurable(tincan);
  const seconds = quick ? 1.5 : 3;
  const scenarios: readonly Scenario[] = [
    idle(ENDPOINTS, false, Math.min(rounds, 3)),
    idle(quick ? ENDPOINTS / 4 : ENDPOINTS, true, Math.min(rounds, 3)),
    routing(seconds, rounds),
    durable(seconds, rounds),
    reconnect(2_000, 'reconnectSome'),
    ...(quick ? [] : [reconnect(ENDPOINTS, 'reconnectMany')]),
  ];
  for (let round = 0; round < rounds; round++) {
    for (const scenario of scenarios.filter(({ rounds }) => round < rounds)) {
      say(`round ${round + 1} of ${rounds}: ${scenario.name}`);
      const order = round % 2 === 0 ? [peer, tincan] : [tincan, peer];
      for (const contender of order) await scenario.measure(contender, samples);
    }
  }
  probeDisk();
};

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
if (options.groups.includes('relay')) await relay();

const lines = linesOf(samples);
const result = {
  started: started.toISOString(),
  ...options,
  machine: { before, after: machineFacts() },
  ...facts,
  lines,
};
const file = join(import.meta.dirname, 'results', `${started.toISOString().replaceAll(':', '-')}.json`);
writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
say(`\n${table(lines)}\n`);
say(
  `load average ${before.load.join(' ')} before, ${machineFacts().load.join(' ')} after, on ${before.cores} cores; the result is in ${file}`,
);
process.exit(0);
