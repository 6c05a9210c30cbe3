// npm run dev: the web app is rebuilt and the relay, which holds it in memory, restarts as their sources change.
import { build } from './build.mjs';
import { install } from './install.mjs';
import { NODE, RELAY_SOURCES, run } from './run.mjs';

const WATCHED = ['relay', 'shared/protocol', 'pwa/dist'];

await install();
await build();
const watching = [
  run(NODE, ['--watch-preserve-output', ...WATCHED.map((path) => `--watch-path=${path}`), ...RELAY_SOURCES]),
  run('vite', ['build', 'pwa', '--watch', '--logLevel', 'warn']),
];
process.exitCode = Math.max(...(await Promise.all(watching)));
