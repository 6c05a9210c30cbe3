import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBlobs } from '../../relay/features/blobs/blobs.ts';
import { createPartFiles } from '../../relay/features/blobs/part-files.ts';
import { createPeople } from '../../relay/hub/people.ts';
import { keyedBuckets } from '../../relay/hub/token-bucket.ts';
import { openStore } from '../../relay/store/sqlite/open-store.ts';
import type { Store } from '../../relay/store/store.ts';

const AT = 1_800_000_000_000;
export const HOUR = 3_600_000;
const everything = { burst: 1e6, perSecond: 1e6 };

/** Names of what is in the blob's folder below `dataDir`. */
export const filesIn = (blob: string, dataDir: string): readonly string[] =>
  existsSync(join(dataDir, 'blobs', blob)) ? readdirSync(join(dataDir, 'blobs', blob)) : [];

/** The feature alone, with a clock in the test's hand. `between`: what stands between it and its store. */
export const aloneBlobs = async (between: (store: Store) => Store = (store) => store) => {
  const folder = mkdtempSync(join(tmpdir(), 'tincan-blobs-'));
  const store = await openStore(folder);
  const people = createPeople(store);
  let now = AT;
  const person = async (login: string) => {
    const facts = { login, skeleton: login, password: '', email: null, role: 'person' as const, at: AT };
    const uid = crypto.randomUUID();
    const row = await store.createAccount({ ...facts, uid });
    if (typeof row === 'string') throw new Error(row);
    const keys = { name: 'a phone', signing_key: 'c2ln', prekey: { id: 1, key: 'cHJl', signature: 'c2ln' } };
    const device = crypto.randomUUID();
    await store.openSession(row, { ...keys, device, tokenHash: randomBytes(32), at: AT }, 20);
    return { row, uid, device };
  };
  const [one, other] = [await person('ann'), await person('bo')];
  await store.changeRelations(
    [
      { owner: one.row, other: other.row, relation: 'contact' },
      { owner: other.row, other: one.row, relation: 'contact' },
    ],
    AT,
  );
  const deviceOf = async ({ uid }: { uid: string }) => {
    const device = (await people.load(uid))?.devices[0];
    if (!device) throw new Error('no device');
    return device;
  };
  const errors: unknown[] = [];
  const files = createPartFiles(join(folder, 'blobs'), (error) => errors.push(error));
  const blobs = createBlobs({
    store: between(store),
    people,
    files,
    maxBytes: 2 ** 30,
    keepMs: 30 * 24 * HOUR,
    begins: keyedBuckets(everything),
    transfers: keyedBuckets(everything),
    clock: () => now,
    believed: () => now,
  });
  const sender = await deviceOf(one);
  const receiver = await deviceOf(other);
  const body = async function* () {
    yield new Uint8Array(100);
  };
  return {
    folder,
    store,
    files,
    errors,
    blobs,
    sender,
    receiver,
    other,
    later: (ms: number) => {
      now += ms;
    },
    open: () => blobs.begin(sender, other.uid, 100),
    async whole() {
      const id = await blobs.begin(sender, other.uid, 100);
      await blobs.write(sender, id, '0', body());
      return id;
    },
    async end() {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
};
