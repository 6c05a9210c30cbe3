import { performance } from 'node:perf_hooks';
import { must } from '../guard.ts';
import { startLoad } from '../load/client.ts';
import type { MetricName } from '../metrics.ts';
import type { Scenario } from './scenario.ts';

/**
 * Everyone is online when the relay is killed; from the moment it is there again until each of them has its roster: a
 * ticket asked for with the session's token, a socket, and what the relay says to a hello. All of them at once, which is
 * worse than what clients do: they spread over a second.
 */
export const reconnect = (count: number, metric: MetricName, rounds: number): Scenario => ({
  name: `${count} endpoints come back after a restart`,
  rounds,
  async measure({ side, protocol, start }, samples) {
    const server = await start({ tls: false });
    const before = await startLoad(server, protocol, await server.endpoints(0, count));
    must(before.opened.ready === count, `${before.opened.ready} endpoints are ready: ${before.opened.refusal}`);
    const next = await server.crash();
    await before.stop();
    const since = performance.now();
    const after = await startLoad(next, protocol, await next.endpoints(0, count));
    const seconds = (performance.now() - since) / 1000;
    must(after.opened.ready === count, `${after.opened.ready} of ${count} came back: ${after.opened.refusal}`);
    await after.stop();
    await next.stop();
    samples.add(metric, side, seconds);
  },
});
