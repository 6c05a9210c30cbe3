import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { type Child, hasGcc, startChild } from '../child.ts';
import { scratch } from '../scratch.ts';
import type { Protocol, Server } from '../servers/contender.ts';

/**
 * One answer of the load client. Latencies in microseconds; `delivered`, `presences`, `framesIn`, `refused`
 * and `dead` count from its start; `presences` are people told to be online; `refusal` is the text of the first refused frame.
 */
const loadReport = z.object({
  what: z.string(),
  ready: z.int(),
  dead: z.int(),
  inCall: z.int(),
  seconds: z.number(),
  sent: z.int(),
  completed: z.int(),
  astray: z.int(),
  delivered: z.int(),
  presences: z.int(),
  framesIn: z.int(),
  bytesIn: z.int(),
  refused: z.int(),
  refusal: z.string(),
  messageBytes: z.int(),
  p50us: z.number(),
  p99us: z.number(),
  clientCpuSeconds: z.number(),
});
export type LoadReport = z.infer<typeof loadReport>;

export interface LoadClient {
  /** How opening all the sockets went. */
  readonly opened: LoadReport;
  command(text: string): Promise<LoadReport>;
  stop(): Promise<void>;
}

const SOURCE = fileURLToPath(new URL('wsload.c', import.meta.url));
const FALLBACK = fileURLToPath(new URL('ws-client.ts', import.meta.url));

/** Compiles the C client once for each run. */
const compiled = (tls: boolean): string => {
  const binary = join(scratch, tls ? 'wsload-tls' : 'wsload');
  if (!existsSync(binary))
    execFileSync('gcc', [
      '-O2',
      '-o',
      binary,
      ...(tls ? ['-DTLS'] : []),
      SOURCE,
      ...(tls ? ['-lssl', '-lcrypto'] : []),
    ]);
  return binary;
};

const start = (tls: boolean, args: readonly string[]): Child => {
  if (hasGcc) {
    try {
      return startChild(compiled(tls), args, { core: 1 });
    } catch (error) {
      if (!tls) throw error; // without the headers of OpenSSL the C client speaks only plain
    }
  }
  return startChild(process.execPath, [FALLBACK, ...args], { core: 1 });
};

let files = 0;

/** Opens a socket for each line that has a ticket and waits until all are ready. `first` keeps ids of several clients apart. */
export const startLoad = async (
  server: Pick<Server, 'port' | 'tls'>,
  protocol: Protocol | 'handshake',
  endpoints: readonly string[],
  first = 0,
): Promise<LoadClient> => {
  const file = join(scratch, `endpoints-${files++}`);
  writeFileSync(file, `${endpoints.join('\n')}\n`);
  const child = start(server.tls, [
    '-k',
    protocol,
    '-P',
    String(server.port),
    '-f',
    file,
    '-b',
    String(first),
    ...(server.tls ? ['-T'] : []),
  ]);
  const report = async (): Promise<LoadReport> =>
    loadReport.parse(JSON.parse(await child.line((line) => line.startsWith('{'), 180)));
  const opened = await report();
  return {
    opened,
    command(text) {
      child.write(`${text}\n`);
      return report();
    },
    stop: child.stop,
  };
};
