import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { RELAY } from '../../../scripts/run.mjs';
import { startChild } from '../child.ts';
import { must } from '../guard.ts';
import { scratch } from '../scratch.ts';
import { certificate } from './certificate.ts';
import { type Contender, type Crowd, measured, NODE_FLAGS, type Server, type ServerOptions } from './contender.ts';
import { freePort } from './free-port.ts';
import { type Seeded, seed } from './seed.ts';
import { fetchTickets } from './tickets.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PAIRS: Crowd = { people: 10_500, contacts: 1 };

/** Limits that stop one machine from playing ten thousand people are out of the way; everything else is as it is shipped. */
const ENVIRONMENT = {
  HOST: '127.0.0.1',
  RATE_LIMIT_SCALE: '1000000',
  REGISTRATIONS_PER_HOUR: '1000000',
  MAX_SOCKETS_PER_IP: '1000000',
  MAILBOX_ITEMS: '1000000',
};

interface Seed {
  readonly folder: string;
  readonly people: Promise<readonly Seeded[]>;
}

const seeds = new Map<string, Seed>();
let starts = 0;

const seedOf = (crowd: Crowd): Seed => {
  const name = `${crowd.people}-${crowd.contacts}`;
  const folder = join(scratch, `seeded-${name}`);
  const present = seeds.get(name) ?? { folder, people: seed(folder, crowd) };
  seeds.set(name, present);
  return present;
};

const launch = async (data: string, options: ServerOptions, people: readonly Seeded[]): Promise<Server> => {
  const { tls, cores } = options;
  const port = await freePort();
  const files = tls ? certificate() : undefined;
  const env = {
    ...ENVIRONMENT,
    PORT: String(port),
    DATA_DIR: data,
    ...(files ? { TLS: 'cert+key', TLS_CERT: files.cert, TLS_KEY: files.key } : {}),
  };
  const child = startChild(process.execPath, [...NODE_FLAGS, ...RELAY], { core: cores ?? 0, env, cwd: ROOT });
  await child.line((line) => line.startsWith('Tincan is ready'));
  return {
    port,
    tls,
    async endpoints(first, count, absent = () => false) {
      const chosen = people.slice(first, first + count);
      must(chosen.length === count, `${people.length} people are seeded, and ${count} from ${first} on were asked for`);
      const tickets = await fetchTickets(
        port,
        tls,
        chosen.filter((_, index) => !absent(index)).map(({ token }) => token),
      );
      const rest = tickets[Symbol.iterator]();
      return chosen.map(
        ({ account, device }, index) => `${absent(index) ? '-' : rest.next().value} ${account} ${device}`,
      );
    },
    async crash() {
      await child.kill();
      await pause(100);
      return launch(data, options, people);
    },
    ...measured(child),
  };
};

/** Our relay as `npm start` runs it, with a crowd in its database. */
export const tincan: Contender = {
  side: 'ours',
  protocol: 'tincan',
  async start(options) {
    const { folder, people } = seedOf(options.crowd ?? PAIRS);
    const known = await people;
    const data = join(scratch, `data-${starts++}`);
    cpSync(folder, data, { recursive: true });
    return launch(data, options, known);
  },
};
