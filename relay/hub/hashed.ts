import { createHash } from 'node:crypto';

/** How 256-bit secrets are kept: enough for what nobody can guess. Passwords are another matter. */
export const hashed = (secret: string): Uint8Array => createHash('sha256').update(secret).digest();
