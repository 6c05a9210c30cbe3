import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { putFile } from '../../settle.ts';

/** P-256, base64url: the point uncompressed, and the private number. */
const vapidKeys = z.object({ publicKey: z.string(), privateKey: z.string() });
export type VapidKeys = z.infer<typeof vapidKeys>;

const fileIn = (dataDir: string): string => join(dataDir, 'vapid-keys.json');

/**
 * Who this relay is to push services (RFC 8292): made once, in a file beside the database that only the relay's user can
 * read. Subscriptions are bound to it: with other keys every device would have to subscribe anew.
 */
export const keptVapidKeys = (dataDir: string, make: () => VapidKeys): VapidKeys => {
  const file = fileIn(dataDir);
  if (!existsSync(file)) putFile(file, JSON.stringify(make()));
  return vapidKeys.parse(JSON.parse(readFileSync(file, 'utf8')));
};

/** Those that are kept; `undefined` before the first. Throws where they cannot be read. */
export const presentVapidKeys = (dataDir: string): VapidKeys | undefined =>
  existsSync(fileIn(dataDir)) ? vapidKeys.parse(JSON.parse(readFileSync(fileIn(dataDir), 'utf8'))) : undefined;
