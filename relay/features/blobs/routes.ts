import * as z from 'zod/mini';
import { blobBegun, blobFacts, blobRequest, PART_BYTES } from '#shared/protocol/blob.ts';
import { downloadRoute, type RawRequest, type Route, route, uploadRoute } from '../../http/route.ts';
import type { Device } from '../../hub/people.ts';
import type { Blobs } from './blobs.ts';

const nothing = z.undefined();

const named = ({ parameters }: Pick<RawRequest, 'parameters'>, name: string): string => parameters[name] ?? '';

/** `signedIn` tells whose token it is, and refuses where there is no session. */
export const blobRoutes = (blobs: Blobs, signedIn: (token: string) => Promise<Device>): readonly Route[] => [
  route(
    { method: 'POST', path: '/api/blobs', body: blobRequest, answers: blobBegun, status: 201 },
    async ({ token, body }) => ({
      blob: await blobs.begin(await signedIn(token), body.to, body.size),
      part_bytes: PART_BYTES,
    }),
  ),
  route({ method: 'GET', path: '/api/blobs/:id', answers: blobFacts }, async (request) =>
    blobs.facts(await signedIn(request.token), named(request, 'id')),
  ),
  uploadRoute('/api/blobs/:id/parts/:part', async (request, body) =>
    blobs.write(await signedIn(request.token), named(request, 'id'), named(request, 'part'), body),
  ),
  downloadRoute('/api/blobs/:id/parts/:part', async (request) =>
    blobs.read(await signedIn(request.token), named(request, 'id'), named(request, 'part')),
  ),
  route({ method: 'POST', path: '/api/blobs/:id/taken', answers: nothing, status: 204 }, async (request) =>
    blobs.taken(await signedIn(request.token), named(request, 'id')),
  ),
  route({ method: 'DELETE', path: '/api/blobs/:id', answers: nothing, status: 204 }, async (request) =>
    blobs.remove(await signedIn(request.token), named(request, 'id')),
  ),
];
