import { must } from '../guard.ts';
import { type LoadClient, type LoadReport, startLoad } from '../load/client.ts';
import type { Samples } from '../samples.ts';
import type { Contender, Server } from '../servers/contender.ts';
import { mustBeWhole, PAIRS, rates, routed } from './routed.ts';
import type { Scenario } from './scenario.ts';

const IN_FLIGHT = 16;
const STEADY = 5_000;

/** Everything that was ticked reaches the one it is for. */
const closeWhole = async (server: Server, load: LoadClient, reports: readonly LoadReport[]): Promise<void> => {
  const ticked = reports.reduce((sum, { completed }) => sum + completed, 0);
  const { delivered } = await load.command('idle 1');
  must(delivered === ticked, `${ticked} messages were ticked and ${delivered} delivered`);
  await load.stop();
  await server.stop();
};

const open = async ({ protocol, start }: Contender, cores?: 'all') => {
  const server = await start({ tls: false, ...(cores && { cores }) });
  const load = await startLoad(server, protocol, await server.endpoints(0, PAIRS * 2));
  must(load.opened.ready === PAIRS * 2, `${load.opened.ready} endpoints are ready: ${load.opened.refusal}`);
  return { server, load };
};

/**
 * Messages to people who are there: each is ticked when it is on the disk, delivered, acknowledged and forgotten again.
 * PeerServer keeps nothing: it is held against by its rate of relaying in memory. The relay commits in a thread of its
 * own, so both are measured with every core as people run them, and beside it on one.
 */
export const durable = (seconds: number, rounds: number): Scenario => ({
  name: 'durable messages',
  rounds,
  async measure(contender, samples) {
    const { side, protocol } = contender;
    const { server, load } = await open(contender, 'all');
    if (protocol === 'peer') {
      await load.command(`signal 16 4 ${seconds / 2}`);
      samples.add('durable', side, (await routed(server, load, IN_FLIGHT, seconds)).perSecond);
      await load.stop();
      return server.stop();
    }
    const warmUp = await load.command(`send 16 4 ${seconds / 2}`);
    const { perSecond, report } = await rates(server, load, `send ${PAIRS} ${IN_FLIGHT} ${seconds}`);
    const few = await rates(server, load, `send ${PAIRS} 1 ${seconds}`);
    const steady = await rates(server, load, `steady ${PAIRS} ${STEADY} ${seconds}`);
    await closeWhole(server, load, [warmUp, report, few.report, steady.report]);

    samples.add('durable', side, perSecond);
    samples.add('durableTick', side, report.p50us / 1000);
    samples.add('durableTail', side, report.p99us / 1000);
    samples.add('durableFew', side, few.perSecond);
    samples.add('durableFewTail', side, few.report.p99us / 1000);
    samples.add('durableSteadyTail', side, steady.report.p99us / 1000);
    await onOneCore(contender, seconds, samples);
  },
});

/** The peer's figure is that of the routed signals. */
const onOneCore = async (contender: Contender, seconds: number, samples: Samples): Promise<void> => {
  const { server, load } = await open(contender);
  const warmUp = await load.command(`send 16 4 ${seconds / 2}`);
  const { perSecond, perCpuSecond, report } = await rates(server, load, `send ${PAIRS} ${IN_FLIGHT} ${seconds}`);
  await closeWhole(server, load, [warmUp, report]);
  samples.add('durableOneCore', contender.side, perSecond);
  samples.add('durableCpu', contender.side, perCpuSecond);
};

const isRecipient = (index: number): boolean => index % 2 === 1;

/** A tick means what it says: the recipients are away, the server is killed right after the last tick, and all of it is there again. */
export const proveDurable = async ({ protocol, start }: Contender): Promise<number> => {
  const server = await start({ tls: false });
  const senders = await startLoad(server, protocol, await server.endpoints(0, PAIRS * 2, isRecipient));
  const report = await senders.command(`send ${PAIRS} ${IN_FLIGHT} 0.5`);
  mustBeWhole(report);
  const next = await server.crash();
  await senders.stop();
  const recipients = await startLoad(
    next,
    protocol,
    await next.endpoints(0, PAIRS * 2, (index) => !isRecipient(index)),
  );
  let delivered = recipients.opened.delivered;
  for (let patience = 40; delivered < report.completed && patience > 0; patience--) {
    delivered = (await recipients.command('idle 0.5')).delivered;
  }
  must(delivered === report.completed, `${report.completed} messages were ticked, ${delivered} survived the kill`);
  await recipients.stop();
  await next.stop();
  return delivered;
};
