import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';

const CONFIGURATION = fileURLToPath(new URL('../../relay/deploy/turnserver.conf', import.meta.url));
/** Ports for relayed addresses, behind the one that is listened on. */
const PORTS = 100;

/** coturn on 127.0.0.1 with the configuration that people are given. */
export interface RunningTurnServer {
  readonly port: number;
  /** Everything it has written so far. */
  output(): string;
  stop(): Promise<void>;
}

export interface TurnServerOptions {
  /** Shared with the relay; two while they are changed. */
  readonly secrets: readonly string[];
  /** Where relayed addresses are, IPv4 and IPv6. */
  readonly relayAddresses: readonly string[];
  /** Addresses on this machine to which packets may go in spite of the configuration. */
  readonly allowed?: readonly string[];
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.once('error', () => resolve(false)).once('close', () => socket.destroy());
    socket.once('connect', () => socket.destroy());
  });

const untilItListens = async (port: number, server: ChildProcess, output: () => string): Promise<void> => {
  while (!(await listens(port))) {
    if (server.exitCode !== null) throw new Error(`turnserver ended with ${server.exitCode}:\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

export const startTurnServer = async ({
  secrets,
  relayAddresses,
  allowed = [],
}: TurnServerOptions): Promise<RunningTurnServer> => {
  const folder = mkdtempSync(join(tmpdir(), 'tincan-turn-'));
  const port = await freePort();
  const settings = [
    `--listening-ip=127.0.0.1`,
    `--listening-port=${port}`,
    `--min-port=${port + 1}`,
    `--max-port=${port + PORTS}`,
    ...relayAddresses.map((address) => `--relay-ip=${address}`),
    ...secrets.map((secret) => `--static-auth-secret=${secret}`),
    ...allowed.map((address) => `--allowed-peer-ip=${address}`),
    ...(allowed.length > 0 ? ['--allow-loopback-peers'] : []),
    '--no-tls',
    '--no-dtls',
    '--log-file=stdout',
    `--pidfile=${join(folder, 'pid')}`,
    `--userdb=${join(folder, 'users')}`,
  ];
  const server = spawn('turnserver', ['-c', CONFIGURATION, ...settings], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [server.stdout, server.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  const ended = new Promise<void>((resolve, reject) => {
    server.once('close', () => resolve());
    server.once('error', () => reject(new Error('This test needs coturn: apt-get install coturn')));
  });
  await Promise.race([ended, untilItListens(port, server, () => output)]);

  return {
    port,
    output: () => output,
    stop: async () => {
      server.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
