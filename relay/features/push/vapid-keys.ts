import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';

/** P-256, base64url: the point uncompressed, and the private number. */
const vapidKeys = z.object({ publicKey: z.string(), privateKey: z.string() });
export type VapidKeys = z.infer<typeof vapidKeys>;

/**
 * Who this relay is to push services (RFC 8292): made once, in a file beside the database that only the relay's user can
 * read. Subscriptions are bound to it: with other keys every device would have to subscribe anew.
 */
export const keptVapidKeys = (dataDir: string, make: () => VapidKeys): VapidKeys => {
  const file = join(dataDir, 'vapid-keys.json');
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(make()), { mode: 0o600 });
  return vapidKeys.parse(JSON.parse(readFileSync(file, 'utf8')));
};
