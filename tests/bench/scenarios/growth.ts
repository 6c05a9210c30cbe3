import { setTimeout as pause } from 'node:timers/promises';
import type { Growth } from '../curves.ts';
import { must } from '../guard.ts';
import { type LoadClient, startLoad } from '../load/client.ts';
import { mostSockets } from '../machine.ts';
import type { Contender, Server } from '../servers/contender.ts';
import { QUIET_MS } from './idle.ts';
import { storm } from './storm.ts';

/** Opened by one client, within the life of a ticket. */
const STEP = 5_000;

const WANTED = [1_000, 10_000, 50_000];

/** As wanted; the last as many as the machine lets one process hold. */
export const idleCounts = (): readonly number[] => WANTED.map((count) => Math.min(count, mostSockets()));

/** What the server needs with nobody there, and as idle connections become more. */
export const growIdle = async (contender: Contender, counts: readonly number[], growth: Growth): Promise<void> => {
  const { side, protocol, start } = contender;
  const most = counts.at(-1) ?? 0;
  const server = await start({ tls: false, crowd: { people: most + (most % 2), contacts: 1 } });
  const open = async (first: number, count: number): Promise<LoadClient> => {
    const load = await startLoad(server, protocol, await server.endpoints(first, count), first);
    const { ready, refusal } = load.opened;
    must(ready === count, `${ready} of ${count} endpoints are ready: ${refusal}`);
    return load;
  };
  const measure = async (held: number): Promise<void> => {
    await pause(QUIET_MS);
    growth.add('idleMemory', side, held, (await server.memory()) / 1e6);
  };
  await measure(0);
  const loads: LoadClient[] = [];
  for (let held = 0; held < most; ) {
    const next = counts.find((count) => count > held) ?? most;
    while (held < next) {
      const count = Math.min(STEP, next - held);
      loads.push(await open(held, count));
      held += count;
    }
    await measure(held);
  }
  const still = await Promise.all(loads.map(async (load) => (await load.command('idle 0.1')).ready));
  const ready = still.reduce((a, b) => a + b, 0);
  must(ready === most, `only ${ready} of ${most} were still open in the end`);
  await Promise.all(loads.map((load) => load.stop()));
  await server.stop();
};

const PEOPLE = 2_000;
export const CONTACTS = [10, 30, 100, 300, 1_000];

/** A crowd comes online at once, each of whom knows so many of the others. */
export const growContacts = async (contender: Contender, contacts: number, growth: Growth): Promise<void> => {
  const { cpu, ticketCpu, framesEach, seconds } = await storm(contender, { people: PEOPLE, contacts });
  growth.add('contactsCpu', contender.side, contacts, (cpu + ticketCpu) / 1000);
  growth.add('contactsFrames', contender.side, contacts, framesEach);
  growth.add('contactsSettled', contender.side, contacts, seconds);
};

const BOXES = 8;
const SIZES = [1_000, 3_000, 10_000];
const IN_FLIGHT = 32;

const isRecipient = (index: number): boolean => index % 2 === 1;

/** Server's CPU of a command in microseconds for each of `count`. */
const cpuOf = async (server: Server, count: number, work: () => Promise<unknown>): Promise<number> => {
  const before = server.cpu();
  await work();
  return ((server.cpu() - before) / count) * 1e6;
};

/** Mailboxes of people who are away fill up; then they come and fetch all of it. */
export const growMailbox = async (contender: Contender, growth: Growth): Promise<void> => {
  const { side, protocol, start } = contender;
  const server = await start({ tls: false });
  const senders = await startLoad(server, protocol, await server.endpoints(0, BOXES * 2, isRecipient));

  const fill = (each: number) => senders.command(`fill ${BOXES} ${IN_FLIGHT} ${each}`);
  const fetchAll = async (each: number): Promise<number> => {
    const lines = await server.endpoints(0, BOXES * 2, (index) => !isRecipient(index));
    return cpuOf(server, each * BOXES, async () => {
      const recipients = await startLoad(server, protocol, lines);
      const { delivered } = await recipients.command(`deliveries ${each * BOXES}`);
      must(delivered === each * BOXES, `${delivered} of ${each * BOXES} were delivered`);
      await recipients.command('idle 0.2');
      await recipients.stop();
    });
  };

  await fill(2_000); // lets the compiler warm up
  await fetchAll(2_000);
  for (const size of SIZES) {
    const half = size / 2;
    await fill(half);
    await senders.command('idle 1'); // until what was fetched before is forgotten on the disk, too
    const keep = await cpuOf(server, half * BOXES, () => fill(half));
    growth.add('mailboxKeep', side, size, keep);
    growth.add('mailboxFetch', side, size, await fetchAll(size));
  }
  await senders.stop();
  await server.stop();
};
