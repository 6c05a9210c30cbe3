import * as z from 'zod/mini';
import { accountId } from './ids.ts';

// Files travel beside the envelopes: as ciphertext in parts of one size, whose key only the sealed message tells.

/** Ciphertext of a part; the last one is shorter. */
export const PART_BYTES = 1024 * 1024;
/** What AES-256-GCM adds to each part. */
export const TAG_BYTES = 16;
/** Plaintext of a part. */
export const CHUNK_BYTES = PART_BYTES - TAG_BYTES;

/** How many parts a file of so many bytes makes; an empty one makes one, too. */
export const partCount = (bytes: number): number => Math.max(1, Math.ceil(bytes / CHUNK_BYTES));

/** The size of the ciphertext of a file of so many bytes. */
export const sealedBytes = (bytes: number): number => bytes + partCount(bytes) * TAG_BYTES;

/** 128 random bits chosen by the relay. */
export const blobId = z.string().check(z.regex(/^[0-9a-f]{32}$/, 'a blob id'));
export type BlobId = z.infer<typeof blobId>;

/** `POST /api/blobs`. `size` in bytes of ciphertext. */
export const blobRequest = z.strictObject({ size: z.int().check(z.gte(TAG_BYTES)), to: accountId });

/** Its answer: into parts of `part_bytes` the ciphertext is cut. */
export const blobBegun = z.object({ blob: blobId, part_bytes: z.int() });

/** `GET /api/blobs/:id`. `parts` are the numbers of those that are there, in order, from 0. */
export const blobFacts = z.object({
  size: z.int(),
  part_bytes: z.int(),
  parts: z.array(z.int()),
  complete: z.boolean(),
});
export type BlobFacts = z.infer<typeof blobFacts>;
