// npm run dev: the relay restarts and the web app is rebuilt as their sources change.
import { build } from './build.mjs';
import { install } from './install.mjs';
import { NODE, run } from './run.mjs';

await install();
await build();
const watching = [
  run(NODE, ['--watch', 'relay/main.ts']),
  run('vite', ['build', 'pwa', '--watch', '--logLevel', 'warn']),
];
process.exitCode = Math.max(...(await Promise.all(watching)));
