import { setTimeout as pause } from 'node:timers/promises';
import { must } from '../guard.ts';
import { startLoad } from '../load/client.ts';
import type { Scenario } from './scenario.ts';

/** TLS handshakes and nothing else: what a server pays before it knows who is there. */
export const handshakes = (count: number, rounds: number): Scenario => ({
  name: `${count} TLS handshakes`,
  rounds,
  async measure({ side, start }, samples) {
    const server = await start({ tls: true });
    const lines = Array.from({ length: count }, () => 'none none none');
    await (await startLoad(server, 'handshake', lines.slice(0, 500))).stop(); // lets the compiler warm up
    await pause(500);
    const before = server.cpu();
    const load = await startLoad(server, 'handshake', lines);
    const { ready, refusal } = load.opened;
    must(ready === count, `${ready} of ${count} handshakes were done: ${refusal}`);
    await pause(200); // the server's last step of each comes after the client's
    samples.add('handshakes', side, count / (server.cpu() - before));
    await load.stop();
    await server.stop();
  },
});
