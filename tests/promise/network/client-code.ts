import { createClient } from '#shared/client/create-client.ts';
import { httpBlobs } from '#shared/client/files/blob-api.ts';
import { indexedDbHistory } from '#shared/client/history/indexed-db.ts';
import { identityKeys } from '#shared/client/identity/keys.ts';
import { httpApi } from '#shared/client/relay/http-api.ts';
import { openWebSocket } from '#shared/client/relay/web-socket.ts';
import { hpkeSealer } from '#shared/client/seal/hpke.ts';

/** What a client is made of where there is no browser, as one piece that can be bundled. */
export const product = { createClient, httpBlobs, indexedDbHistory, identityKeys, httpApi, openWebSocket, hpkeSealer };
export type ClientCode = typeof product;
