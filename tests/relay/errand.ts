import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { MAIN } from './start-relay.ts';

export interface Errand {
  readonly code: number | null;
  /** The one line it says, without the end of line; what went wrong, where the code is not 0. */
  readonly said: string;
}

/** Runs a command beside the relay, as `npm run backup` does. */
export const errand = (
  name: 'backup' | 'restore' | 'new-password' | 'health',
  args: readonly string[],
  environment: Record<string, string>,
) =>
  new Promise<Errand>((resolve) => {
    const command = join(MAIN, `../${name}.js`);
    const child = spawn(process.execPath, [command, ...args], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    const said: Record<'stdout' | 'stderr', string> = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream].on('data', (text) => (said[stream] += String(text)));
    child.on('close', (code) => resolve({ code, said: (code === 0 ? said.stdout : said.stderr).trimEnd() }));
  });
