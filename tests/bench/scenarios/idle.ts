import { setTimeout as pause } from 'node:timers/promises';
import { must } from '../guard.ts';
import { type LoadClient, startLoad } from '../load/client.ts';
import type { Contender, Server } from '../servers/contender.ts';
import type { Scenario } from './scenario.ts';

const FIRST = 500;
/** Until presence has been told and what a busy endpoint needs is forgotten. */
const QUIET_MS = 5000;

const open = async (
  server: Server,
  protocol: Contender['protocol'],
  endpoints: readonly string[],
): Promise<LoadClient> => {
  const load = await startLoad(server, protocol, endpoints);
  const { ready, dead, refusal } = load.opened;
  const count = endpoints.length;
  must(ready === count && dead === 0, `${ready} of ${count} endpoints are ready, ${dead} died: ${refusal}`);
  return load;
};

/**
 * Opens `count` endpoints and leaves them alone: what each holds of the server's memory, and what opening them cost it.
 * Some come and go before, so that what the server loads and compiles for the first of them is not counted.
 */
export const idle = (count: number, tls: boolean, rounds: number): Scenario => ({
  name: `${count} idle endpoints${tls ? ' over TLS' : ''}`,
  rounds,
  async measure({ side, protocol, start }, samples) {
    const server = await start({ tls });
    const empty = await server.memory();
    const first = await open(server, protocol, await server.endpoints(FIRST));
    await first.stop();
    await pause(1000);

    const before = await server.memory();
    const atStart = server.cpu();
    const endpoints = await server.endpoints(count);
    const withTickets = server.cpu();
    const load = await open(server, protocol, endpoints);
    const opened = server.cpu();
    await pause(QUIET_MS);
    const full = await server.memory();
    const { ready } = await load.command('idle 0.5');
    must(ready === count, `only ${ready} of ${count} endpoints were still open when memory was measured`);
    await load.stop();
    await server.stop();

    samples.add(tls ? 'memoryTls' : 'memoryPlain', side, (full - before) / count / 1000);
    samples.add(tls ? 'connectsTls' : 'connectsPlain', side, count / (opened - withTickets));
    if (tls) return;
    samples.add('memoryEmpty', side, empty / 1e6);
    samples.add('connectsPlainTicket', side, count / (opened - atStart));
  },
});
