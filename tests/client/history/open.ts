import 'fake-indexeddb/auto';
import { onTestFinished } from 'vitest';
import { indexedDbHistory } from '#shared/client/history/indexed-db.ts';
import type { DeviceSecrets, History } from '#shared/client/ports.ts';
import { annsSession } from './people.ts';

const secrets = async (): Promise<DeviceSecrets> => ({
  signing: await crypto.subtle.generateKey({ name: 'Ed25519' }, false, ['sign', 'verify']),
  prekeys: [{ id: 1, pair: await crypto.subtle.generateKey({ name: 'X25519' }, false, ['deriveBits']) }],
});
export const annsSecrets = await secrets();

export const openHistory = (name: string): History => {
  const history = indexedDbHistory(name);
  onTestFinished(() => history.close());
  return history;
};

let databases = 0;
export const newName = (): string => `history-${++databases}`;

/** Ann's device as two contexts see it, signed in. */
export const twoContexts = async (): Promise<readonly [History, History]> => {
  const name = newName();
  const contexts = [openHistory(name), openHistory(name)] as const;
  await contexts[0].saveSession(annsSession, annsSecrets);
  return contexts;
};

export const signedIn = async (): Promise<History> => (await twoContexts())[0];
