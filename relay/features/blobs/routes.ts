import * as z from 'zod/mini';
import { blobBegun, blobFacts, blobId, blobRequest, PART_BYTES } from '#shared/protocol/blob.ts';
import { downloadRoute, nothing, type Route, route, uploadRoute } from '../../http/route.ts';
import type { Blobs } from './blobs.ts';

const BLOB = '/api/blobs/:id';
const PART = `${BLOB}/parts/:part` as const;

const ofBlob = { id: blobId };
/** Counted from 0. */
const ofPart = { ...ofBlob, part: z.string().check(z.regex(/^\d{1,6}$/, 'a number of at most six digits')) };

export const blobRoutes = (blobs: Blobs): readonly Route[] => [
  route(
    {
      method: 'POST',
      path: '/api/blobs',
      summary: 'Begins a file for a contact: `size` bytes of ciphertext, to be sent in parts of `part_bytes`',
      by: 'session',
      body: blobRequest,
      answers: blobBegun,
      status: 201,
      refuses: ['not_contact', 'too_large', 'rate_limited', 'files_full', 'disk_full'],
    },
    async ({ device, body }) => ({ blob: await blobs.begin(device, body.to, body.size), part_bytes: PART_BYTES }),
  ),
  route(
    {
      method: 'GET',
      path: BLOB,
      summary: 'Which parts of a file are there',
      by: 'session',
      parameters: ofBlob,
      answers: blobFacts,
      refuses: ['disk_full'],
    },
    ({ device, parameters }) => blobs.facts(device, parameters.id),
  ),
  uploadRoute(
    {
      path: PART,
      summary: 'Sends a part of a file, as ciphertext; a part may be sent again',
      by: 'session',
      parameters: ofPart,
      bytes: PART_BYTES,
      refuses: ['rate_limited', 'disk_full'],
    },
    ({ device, parameters }, body) => blobs.write(device, parameters.id, parameters.part, body),
  ),
  downloadRoute(
    {
      path: PART,
      summary: 'Fetches a part of a file that is complete',
      by: 'session',
      parameters: ofPart,
      refuses: ['rate_limited'],
    },
    ({ device, parameters }) => blobs.read(device, parameters.id, parameters.part),
  ),
  route(
    {
      method: 'POST',
      path: `${BLOB}/taken`,
      summary: 'Says that this device has the file; it is dropped once all have it',
      by: 'session',
      parameters: ofBlob,
      answers: nothing,
      status: 204,
      refuses: [],
    },
    ({ device, parameters }) => blobs.taken(device, parameters.id),
  ),
  route(
    {
      method: 'DELETE',
      path: BLOB,
      summary: 'Takes a file back that one has sent',
      by: 'session',
      parameters: ofBlob,
      answers: nothing,
      status: 204,
      refuses: [],
    },
    ({ device, parameters }) => blobs.remove(device, parameters.id),
  ),
];
