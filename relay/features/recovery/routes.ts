import { BACKUP_MAX_BYTES } from '#shared/protocol/recovery.ts';
import { Refusal } from '../../http/refusal.ts';
import { downloadRoute, type Route, uploadRoute } from '../../http/route.ts';
import type { Device, Person } from '../../hub/people.ts';
import type { KeyedBuckets } from '../../hub/token-bucket.ts';
import type { Store } from '../../store/store.ts';

const PATH = '/api/recovery';

export interface RecoveryRoutesOptions {
  readonly store: Store;
  readonly backups: KeyedBuckets;
  readonly clock: () => number;
}

const read = async (body: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  if (chunks.every(({ byteLength }) => byteLength === 0)) throw new Refusal('bad_request', 'body: missing');
  return Buffer.concat(chunks);
};

/** One sealed backup for each account. Knows nothing of what is in it, nor of the key that opens it. */
export const recoveryRoutes = ({ store, backups, clock }: RecoveryRoutesOptions): readonly Route[] => {
  const owner = ({ person }: Device): Person => {
    const wait = backups.take(person.uid, clock());
    if (wait > 0) throw new Refusal('rate_limited', 'too many backups', wait);
    return person;
  };

  return [
    uploadRoute(
      {
        path: PATH,
        summary: 'Keeps a sealed backup, in the place of the one before',
        by: 'session',
        bytes: BACKUP_MAX_BYTES,
        refuses: ['rate_limited', 'disk_full'],
      },
      async ({ device }, body) => store.saveBackup(owner(device).row, await read(body), clock()),
    ),
    downloadRoute(
      {
        path: PATH,
        summary: 'Fetches the sealed backup',
        by: 'session',
        refuses: ['not_found', 'rate_limited'],
      },
      async ({ device }) => {
        const backup = await store.backup(owner(device).row);
        if (!backup) throw new Refusal('not_found', 'no backup');
        return { bytes: backup };
      },
    ),
  ];
};
