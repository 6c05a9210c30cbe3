import { setTimeout as pause } from 'node:timers/promises';
import { must } from '../guard.ts';
import { startLoad } from '../load/client.ts';
import type { Scenario } from './scenario.ts';

/** Opens `count` endpoints and leaves them alone: what each holds of the server's memory, and what opening them cost it. */
export const idle = (count: number, tls: boolean, rounds: number): Scenario => ({
  name: `${count} idle endpoints${tls ? ' over TLS' : ''}`,
  rounds,
  async measure({ side, protocol, start }, samples) {
    const server = await start({ tls });
    const empty = await server.memory();
    const atStart = server.cpu();
    const endpoints = await server.endpoints(count);
    const withTickets = server.cpu();
    const load = await startLoad(server, protocol, endpoints);
    const { ready, dead, refusal } = load.opened;
    must(ready === count && dead === 0, `${ready} of ${count} endpoints are ready, ${dead} died: ${refusal}`);
    const opened = server.cpu();
    await pause(1000); // presence of the last ones is still on its way
    const full = await server.memory();
    const after = await load.command('idle 0.5');
    must(after.ready === count, `only ${after.ready} of ${count} endpoints were still open when memory was measured`);
    await load.stop();
    await server.stop();

    samples.add(tls ? 'memoryTls' : 'memoryPlain', side, (full - empty) / count / 1000);
    samples.add(tls ? 'connectsTls' : 'connectsPlain', side, count / (opened - withTickets));
    if (tls) return;
    samples.add('memoryEmpty', side, empty / 1e6);
    samples.add('connectsPlainTicket', side, count / (opened - atStart));
  },
});
