import { must } from '../guard.ts';
import { type LoadClient, type LoadReport, startLoad } from '../load/client.ts';
import type { Server } from '../servers/contender.ts';
import type { Scenario } from './scenario.ts';

export const PAIRS = 64;
export const MESSAGE_BYTES = 500;

/** Everything that was sent has arrived, where it belongs and as large as it was; nothing was refused. */
export const mustBeWhole = (report: LoadReport): void => {
  const { what, sent, completed, astray, refused, refusal, dead } = report;
  must(sent > 0 && completed === sent, `${what}: ${completed} of ${sent} completed; refused ${refused}: ${refusal}`);
  must(astray === 0, `${what}: ${astray} arrived at the wrong endpoint`);
  must(refused === 0 && dead === 0, `${what}: ${refused} refused, ${dead} sockets died: ${refusal}`);
};

interface Rates {
  readonly perCpuSecond: number;
  readonly perSecond: number;
  readonly report: LoadReport;
}

export const rates = async (server: Server, load: LoadClient, command: string): Promise<Rates> => {
  const before = server.cpu();
  const report = await load.command(command);
  const used = server.cpu() - before;
  mustBeWhole(report);
  return { perCpuSecond: report.completed / used, perSecond: report.completed / report.seconds, report };
};

export const routed = async (server: Server, load: LoadClient, inFlight: number, seconds: number): Promise<Rates> => {
  const result = await rates(server, load, `signal ${PAIRS} ${inFlight} ${seconds}`);
  const { completed, bytesIn, messageBytes } = result.report;
  must(messageBytes >= MESSAGE_BYTES - 10 && messageBytes <= MESSAGE_BYTES + 10, `messages had ${messageBytes} bytes`);
  must(bytesIn >= completed * messageBytes, `${bytesIn} bytes arrived for ${completed} messages of ${messageBytes}`);
  return result;
};

/** Signals from one endpoint to another, 500 bytes each: one at a time, then 16 under way for each of 64 pairs. */
export const routing = (seconds: number, rounds: number): Scenario => ({
  name: 'routed signals',
  rounds,
  async measure({ side, protocol, start }, samples) {
    const server = await start({ tls: false });
    const load = await startLoad(server, protocol, await server.endpoints(0, PAIRS * 2));
    must(load.opened.ready === PAIRS * 2, `${load.opened.ready} endpoints are ready: ${load.opened.refusal}`);
    if (protocol === 'tincan') {
      const { inCall, refusal } = await load.command(`call ${PAIRS}`);
      must(inCall === PAIRS, `${inCall} of ${PAIRS} calls were set up: ${refusal}`);
    }
    await load.command(`signal 16 4 ${seconds / 2}`); // lets the compiler of both servers warm up
    const one = await routed(server, load, 1, seconds);
    const many = await routed(server, load, 16, seconds);
    await load.stop();
    await server.stop();

    samples.add('routedOne', side, one.perCpuSecond);
    samples.add('routedOneWall', side, one.perSecond);
    samples.add('routedMany', side, many.perCpuSecond);
    samples.add('routedManyWall', side, many.perSecond);
    if (side !== 'peer') return;
    // What a tick on disk is held against: the peer's relaying in memory with as many in flight.
    samples.add('durableOneCore', side, many.perSecond);
    samples.add('durableCpu', side, many.perCpuSecond);
  },
});
