// npm run backup, npm run restore, npm run new-password: the relay's commands, under the Node that it runs on.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { NODE, ROOT, run } from './run.mjs';

const [name, ...args] = process.argv.slice(2);
const command = `relay/dist/${name}.js`;
// Nothing is built anew while a relay may be running from there.
if (!existsSync(join(ROOT, command))) {
  await install();
  await build(['relay']);
}
process.exitCode = await run(NODE, [command, ...args]);
