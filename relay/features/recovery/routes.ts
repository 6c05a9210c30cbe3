import { BACKUP_MAX_BYTES } from '#shared/protocol/recovery.ts';
import { Refusal } from '../../http/refusal.ts';
import { downloadRoute, type Route, uploadRoute } from '../../http/route.ts';
import type { Device } from '../../hub/people.ts';
import type { KeyedBuckets } from '../../hub/token-bucket.ts';
import type { Store } from '../../store/store.ts';

const PATH = '/api/recovery';

export interface RecoveryRoutesOptions {
  readonly store: Store;
  /** Tells whose token it is, and refuses where there is no session. */
  readonly signedIn: (token: string) => Promise<Device>;
  readonly backups: KeyedBuckets;
  readonly clock: () => number;
}

const read = async (body: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > BACKUP_MAX_BYTES) throw new Refusal('too_large', `body: at most ${BACKUP_MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  if (bytes === 0) throw new Refusal('bad_request', 'body: missing');
  return Buffer.concat(chunks);
};

/** One sealed backup for each account. Knows nothing of what is in it, nor of the key that opens it. */
export const recoveryRoutes = ({ store, signedIn, backups, clock }: RecoveryRoutesOptions): readonly Route[] => {
  const owner = async (token: string): Promise<Device['person']> => {
    const { person } = await signedIn(token);
    const wait = backups.take(person.uid, clock());
    if (wait > 0) throw new Refusal('rate_limited', 'too many backups', wait);
    return person;
  };

  return [
    uploadRoute(PATH, async ({ token }, body) => store.saveBackup((await owner(token)).row, await read(body), clock())),
    downloadRoute(PATH, async ({ token }) => {
      const backup = await store.backup((await owner(token)).row);
      if (!backup) throw new Refusal('not_found', 'no backup');
      return backup;
    }),
  ];
};
