import { must } from '../guard.ts';
import { startLoad } from '../load/client.ts';
import { startLogins } from '../servers/logins.ts';
import { mustBeWhole, PAIRS } from './routed.ts';
import type { Scenario } from './scenario.ts';

const SIGNALS = 1_000;
const LOGINS = 20;

/**
 * Signals of calls while others sign in and write to each other: none of it may hold up a call. Ours alone: PeerServer has
 * neither passwords nor messages.
 */
export const mixed = (messages: number, seconds: number, rounds: number): Scenario => ({
  name: `signals beside ${LOGINS} sign-ins and ${messages} messages a second`,
  rounds,
  async measure({ side, protocol, start }, samples) {
    const server = await start({ tls: false, cores: 'all' });
    const callers = await startLoad(server, protocol, await server.endpoints(0, PAIRS * 2));
    const writers = await startLoad(server, protocol, await server.endpoints(PAIRS * 2, PAIRS * 2), PAIRS * 2);
    await callers.command(`call ${PAIRS}`);
    await callers.command(`signal 16 4 ${seconds / 2}`); // lets the compiler warm up
    await writers.command(`send 16 4 ${seconds / 2}`);
    const logins = await startLogins(server.port, LOGINS);
    const writing = writers.command(`steady ${PAIRS} ${messages} ${seconds + 0.5}`);
    const signals = await callers.command(`pace ${PAIRS} ${SIGNALS} ${seconds}`);
    mustBeWhole(signals);
    mustBeWhole(await writing);
    must((await logins.stop()) >= seconds * LOGINS * 0.9, 'fewer signed in than wanted');
    await callers.stop();
    await writers.stop();
    await server.stop();
    samples.add('mixedTail', side, signals.p99us / 1000);
  },
});
