import type { Options } from '../options.ts';
import type { Samples } from '../samples.ts';
import { durable, proveDurable } from '../scenarios/durable.ts';
import { handshakes } from '../scenarios/handshakes.ts';
import { idle } from '../scenarios/idle.ts';
import { latency, probeWakeUps } from '../scenarios/latency.ts';
import { mixed } from '../scenarios/mixed.ts';
import { reconnect } from '../scenarios/reconnect.ts';
import { routing } from '../scenarios/routed.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { connectStorm } from '../scenarios/storm.ts';
import type { Contender } from '../servers/contender.ts';
import { bareWs, peer, rawUws } from '../servers/peers.ts';
import { tincan } from '../servers/tincan.ts';
import { probeDisk } from './probe-disk.ts';

const ENDPOINTS = 10_000;

const OURS = [tincan];
const TWO = [peer, tincan];
const ALL = [peer, bareWs, rawUws, tincan];

/** Each round begins with another. */
const turned = <T>(list: readonly T[], round: number): readonly T[] => {
  const by = round % list.length;
  return [...list.slice(by), ...list.slice(0, by)];
};

/** The relay beside PeerServer and two bare routers. Resolves to how many ticks survived a kill. */
export const measureRelay = async (
  { quick, rounds }: Options,
  samples: Samples,
  say: (text: string) => void,
): Promise<number> => {
  probeDisk(samples);
  await probeWakeUps(samples);
  const survived = await proveDurable(tincan);
  const seconds = quick ? 1.5 : 3;
  const endpoints = quick ? ENDPOINTS / 4 : ENDPOINTS;
  const few = Math.min(rounds, 3);
  const plan: readonly (readonly [Scenario, readonly Contender[]])[] = [
    [idle(ENDPOINTS, false, few), ALL],
    [idle(endpoints, true, few), TWO],
    [handshakes(quick ? 2_000 : 5_000, few), ALL],
    [routing(seconds, rounds), ALL],
    [latency(ENDPOINTS, seconds, rounds), ALL],
    [durable(seconds, rounds), TWO],
    [mixed(20_000, seconds, rounds), OURS],
    [connectStorm(few), ALL],
    [reconnect(2_000, 'reconnectSome', few), ALL],
    [reconnect(ENDPOINTS, 'reconnectMany', few), ALL],
  ];
  for (let round = 0; round < rounds; round++) {
    for (const [scenario, contenders] of plan.filter(([{ rounds }]) => round < rounds)) {
      say(`round ${round + 1} of ${rounds}: ${scenario.name}`);
      for (const contender of turned(contenders, round)) await scenario.measure(contender, samples);
    }
    await probeWakeUps(samples);
  }
  probeDisk(samples);
  return survived;
};
