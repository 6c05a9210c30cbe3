import { setTimeout as pause } from 'node:timers/promises';
import { must } from '../guard.ts';
import { type LoadClient, startLoad } from '../load/client.ts';
import type { Contender, Server } from '../servers/contender.ts';
import type { Scenario } from './scenario.ts';

/** Opened at a time: no more tickets wait than people who come by themselves would have. */
const STEP = 500;
/**
 * Before memory is measured, with nobody there and with everybody: until presence has been told, what a busy endpoint needs
 * is forgotten, and the heap is tidied up. V8's memory reducer waits for eight seconds in which little happens.
 */
export const QUIET_MS = 20_000;

interface Opened {
  readonly load: LoadClient;
  readonly ticketCpu: number;
  readonly openCpu: number;
}

const open = async (server: Server, protocol: Contender['protocol'], first: number): Promise<Opened> => {
  const start = server.cpu();
  const endpoints = await server.endpoints(first, STEP);
  const withTickets = server.cpu();
  const load = await startLoad(server, protocol, endpoints, first);
  const { ready, dead, refusal } = load.opened;
  must(ready === STEP && dead === 0, `${ready} of ${STEP} endpoints are ready, ${dead} died: ${refusal}`);
  return { load, ticketCpu: withTickets - start, openCpu: server.cpu() - withTickets };
};

/**
 * Opens `count` endpoints and leaves them alone: what each holds of the server's memory, and what opening them cost it.
 * Some others come and go before, so that what the server loads and compiles for its first guests is not counted.
 */
export const idle = (count: number, tls: boolean, rounds: number): Scenario => ({
  name: `${count} idle endpoints${tls ? ' over TLS' : ''}`,
  rounds,
  async measure({ side, protocol, start }, samples) {
    const server = await start({ tls });
    const empty = await server.memory();
    const first = await open(server, protocol, count);
    await first.load.stop();
    await pause(QUIET_MS);

    const before = await server.memory();
    const steps: Opened[] = [];
    for (let i = 0; i < count; i += STEP) steps.push(await open(server, protocol, i));
    await pause(QUIET_MS);
    const full = await server.memory();
    const still = await Promise.all(steps.map(async ({ load }) => (await load.command('idle 0.5')).ready));
    const ready = still.reduce((a, b) => a + b, 0);
    must(ready === count, `only ${ready} of ${count} endpoints were still open when memory was measured`);
    await Promise.all(steps.map(({ load }) => load.stop()));
    await server.stop();

    const openCpu = steps.reduce((sum, step) => sum + step.openCpu, 0);
    const seconds = steps.reduce((sum, { load }) => sum + load.opened.seconds, 0);
    const ticketCpu = steps.reduce((sum, step) => sum + step.ticketCpu, 0);
    samples.add(tls ? 'memoryTls' : 'memoryPlain', side, (full - before) / count / 1000);
    samples.add(tls ? 'connectsTls' : 'connectsPlain', side, count / openCpu);
    if (tls) return;
    samples.add('memoryEmpty', side, empty / 1e6);
    samples.add('connectsWall', side, count / seconds);
    samples.add('connectsPlainTicket', side, count / (openCpu + ticketCpu));
  },
});
