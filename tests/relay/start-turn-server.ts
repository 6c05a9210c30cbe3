import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bind } from '../../relay/features/setup-check/stun-client.ts';
import { serverAddress } from '../../relay/features/setup-check/stun-wire.ts';
import { freePort } from './free-port.ts';

const CONFIGURATION = fileURLToPath(new URL('../../relay/deploy/turnserver.conf', import.meta.url));
/** Ports for relayed addresses, behind the one that is listened on. */
const PORTS = 100;
const PATIENCE_MS = 10_000;

/** Why there can be no TURN server on this machine; `undefined` where there can. */
export const noTurnServer =
  spawnSync('turnserver', ['--version']).status === 0 ? undefined : 'coturn is not installed (apt-get install coturn)';

/** coturn on 127.0.0.1 with the configuration that people are given. */
export interface RunningTurnServer {
  readonly port: number;
  /** Where it listens for TLS; 0 where it has no certificate. */
  readonly tlsPort: number;
  stop(): Promise<void>;
}

export interface TurnServerOptions {
  /** Shared with the relay; two while they are changed. */
  readonly secrets: readonly string[];
  /** Where relayed addresses are, IPv4 and IPv6. */
  readonly relayAddresses: readonly string[];
  /** Addresses on this machine to which packets may go in spite of the configuration. */
  readonly allowed?: readonly string[];
  /** PEM files. */
  readonly certificate?: { readonly cert: string; readonly key: string };
  /** Further settings, as on the command line. */
  readonly settings?: readonly string[];
}

const listensToTcp = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

const listensToUdp = async (port: number): Promise<boolean> => {
  const address = serverAddress(`stun:127.0.0.1:${port}`);
  return address !== undefined && (await bind(address).catch(() => 0)) === 200;
};

/** One that cannot listen does not end by itself. */
const untilItListens = async (port: number, server: ChildProcess, output: () => string): Promise<void> => {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  while (!((await listensToTcp(port)) && (await listensToUdp(port)))) {
    if (server.exitCode !== null || patience.aborted) {
      server.kill();
      throw new Error(`turnserver does not listen:\n${output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

export const startTurnServer = async ({
  secrets,
  relayAddresses,
  allowed = [],
  certificate,
  settings: more = [],
}: TurnServerOptions): Promise<RunningTurnServer> => {
  const folder = mkdtempSync(join(tmpdir(), 'tincan-turn-'));
  const port = await freePort();
  const tlsPort = certificate ? await freePort() : 0;
  const settings = [
    '--listening-ip=127.0.0.1',
    `--listening-port=${port}`,
    `--min-port=${port + 1}`,
    `--max-port=${port + PORTS}`,
    ...relayAddresses.map((address) => `--relay-ip=${address}`),
    ...secrets.map((secret) => `--static-auth-secret=${secret}`),
    ...allowed.map((address) => `--allowed-peer-ip=${address}`),
    ...(allowed.length > 0 ? ['--allow-loopback-peers'] : []),
    ...(certificate
      ? [`--tls-listening-port=${tlsPort}`, `--cert=${certificate.cert}`, `--pkey=${certificate.key}`]
      : ['--no-tls']),
    '--no-dtls',
    '--log-file=stdout',
    `--pidfile=${join(folder, 'pid')}`,
    `--userdb=${join(folder, 'users')}`,
    ...more,
  ];
  const server = spawn('turnserver', ['-c', CONFIGURATION, ...settings], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [server.stdout, server.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  const ended = new Promise((resolve) => server.once('close', resolve));
  await untilItListens(port, server, () => output);

  return {
    port,
    tlsPort,
    stop: async () => {
      server.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
