import { must } from '../guard.ts';
import { startLoad } from '../load/client.ts';
import type { Contender, Crowd } from '../servers/contender.ts';
import type { Scenario } from './scenario.ts';

export interface Storm {
  /** From the first socket until everyone has heard of every contact. */
  readonly seconds: number;
  /** Microseconds of the server's CPU for each person: asking for the ticket, and the rest. */
  readonly ticketCpu: number;
  readonly cpu: number;
  readonly framesEach: number;
  readonly kilobytesEach: number;
}

/**
 * Everybody of a crowd comes online at once: a session's token becomes a ticket, a socket, a roster, a look into the
 * mailbox; until each has been told of all of their contacts. PeerServer and the routers know nobody: they are done when
 * the sockets are open.
 */
export const storm = async ({ protocol, start }: Contender, crowd: Crowd): Promise<Storm> => {
  const { people, contacts } = crowd;
  const server = await start({ tls: false, crowd });
  const before = server.cpu();
  const endpoints = await server.endpoints(0, people);
  const withTickets = server.cpu();
  const load = await startLoad(server, protocol, endpoints);
  const { ready, refusal, seconds: opening, bytesIn: greeted } = load.opened;
  must(ready === people, `${ready} of ${people} came online: ${refusal}`);
  const wanted = protocol === 'tincan' ? people * contacts : 0;
  const { presences, framesIn, bytesIn: told, seconds: telling } = await load.command(`presences ${wanted}`);
  must(presences >= wanted, `${presences} of ${wanted} presences were told`);
  const cpu = server.cpu() - withTickets;
  await load.stop();
  await server.stop();
  return {
    seconds: opening + telling,
    ticketCpu: ((withTickets - before) / people) * 1e6,
    cpu: (cpu / people) * 1e6,
    framesEach: framesIn / people,
    kilobytesEach: (greeted + told) / people / 1000,
  };
};

const CROWD: Crowd = { people: 10_000, contacts: 50 };

export const connectStorm = (rounds: number): Scenario => ({
  name: `${CROWD.people} people with ${CROWD.contacts} contacts each come online at once`,
  rounds,
  async measure(contender, samples) {
    const { seconds, ticketCpu, cpu } = await storm(contender, CROWD);
    samples.add('stormCpu', contender.side, cpu + ticketCpu);
    samples.add('stormSocketCpu', contender.side, cpu);
    samples.add('stormSettled', contender.side, seconds);
  },
});
