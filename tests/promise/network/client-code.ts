/** What a client is made of where there is no browser, as one piece that can be bundled. */
export { createClient } from '#shared/client/create-client.ts';
export { httpBlobs } from '#shared/client/files/blob-api.ts';
export { indexedDbHistory } from '#shared/client/history/indexed-db.ts';
export { identityKeys } from '#shared/client/identity/keys.ts';
export { httpApi } from '#shared/client/relay/http-api.ts';
export { openWebSocket } from '#shared/client/relay/web-socket.ts';
export { hpkeSealer } from '#shared/client/seal/hpke.ts';
