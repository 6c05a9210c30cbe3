import { join } from 'node:path';
import relay from '../../relay/vite.config.ts';
import { MAIN } from '../relay/start-relay.ts';
import { bundle, type Patch } from './bundle.ts';

/** The product, or with `patches` another relay, which is removed after the test. Resolves to the file to run. */
export const buildRelay = async (patches: readonly Patch[] = []): Promise<string> =>
  patches.length === 0 ? MAIN : join(await bundle(relay, patches), 'main.js');
