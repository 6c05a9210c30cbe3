import { must } from '../guard.ts';
import { startLoad } from '../load/client.ts';
import type { MetricName } from '../metrics.ts';
import type { Samples } from '../samples.ts';
import type { Server } from '../servers/contender.ts';
import { mustBeWhole } from './routed.ts';
import type { Scenario } from './scenario.ts';

const PAIRS = 100;
const RATES = [
  { rate: 2_000, middle: 'latency2000', tail: 'latency2000Tail' },
  { rate: 10_000, middle: 'latency10000', tail: 'latency10000Tail' },
  { rate: 30_000, middle: 'latency30000', tail: 'latency30000Tail' },
] as const satisfies readonly { rate: number; middle: MetricName; tail: MetricName }[];

/** How late this machine wakes whoever asked for a moment: a figure below it is the machine's and not the server's. */
export const probeWakeUps = async (samples: Samples): Promise<void> => {
  const nothing: Pick<Server, 'port' | 'tls'> = { port: 0, tls: false };
  const load = await startLoad(nothing, 'peer', []);
  const { p99us } = await load.command('probe 2');
  await load.stop();
  samples.add('wakeUpTail', 'ours', p99us / 1000);
};

/** Signals at fixed rates, from when each was due until the other side has it, while `idle` others are connected. */
export const latency = (idle: number, seconds: number, rounds: number): Scenario => ({
  name: `latency at fixed rates beside ${idle} idle endpoints`,
  rounds,
  async measure({ side, protocol, start }, samples) {
    const server = await start({ tls: false });
    const others = await startLoad(server, protocol, await server.endpoints(PAIRS * 2, idle), PAIRS * 2);
    must(others.opened.ready === idle, `${others.opened.ready} of ${idle} are connected: ${others.opened.refusal}`);
    const load = await startLoad(server, protocol, await server.endpoints(0, PAIRS * 2));
    must(load.opened.ready === PAIRS * 2, `${load.opened.ready} endpoints are ready: ${load.opened.refusal}`);
    if (protocol === 'tincan') await load.command(`call ${PAIRS}`);
    await load.command(`signal 16 4 ${seconds / 2}`); // lets the compiler warm up
    for (const { rate, middle, tail } of RATES) {
      const report = await load.command(`pace ${PAIRS} ${rate} ${seconds}`);
      mustBeWhole(report);
      samples.add(middle, side, report.p50us / 1000);
      samples.add(tail, side, report.p99us / 1000);
    }
    const { ready } = await others.command('idle 0.1');
    must(ready === idle, `only ${ready} of ${idle} were still connected`);
    await load.stop();
    await others.stop();
    await server.stop();
  },
});
