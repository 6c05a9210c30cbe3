import { randomBytes } from 'node:crypto';
import { type BlobFacts, type BlobId, PART_BYTES } from '#shared/protocol/blob.ts';
import type { AccountId, Instant } from '#shared/protocol/ids.ts';
import { createAtOnce } from '../../at-once.ts';
import { Refusal } from '../../http/refusal.ts';
import type { Download } from '../../http/route.ts';
import type { Device, People } from '../../hub/people.ts';
import type { KeyedBuckets } from '../../hub/token-bucket.ts';
import type { AccountRow, Store, StoredBlob } from '../../store/store.ts';
import type { PartFiles } from './part-files.ts';

/** All files of one account that wait on the relay (security.md row 18). */
export const QUOTA_BYTES = 1024 ** 3;
const UNFINISHED_MS = 24 * 3600 * 1000;
/** Parts of one account that are being written at the same time. */
const WRITES_AT_ONCE = 8;
/** Parts of one account that are in memory until whoever asked for them has taken them, which may be slow. */
const READS_AT_ONCE = 16;

export interface BlobsOptions {
  readonly store: Store;
  readonly people: People;
  readonly files: PartFiles;
  /** Of ciphertext. */
  readonly maxBytes: number;
  /** How long a complete one waits. */
  readonly keepMs: number;
  readonly begins: KeyedBuckets;
  readonly transfers: KeyedBuckets;
  readonly clock: () => Instant;
  /** The time by which files expire. */
  readonly believed: () => Instant;
}

/** Files on their way, as ciphertext. Knows neither their names nor what they are, nor which message they belong to. */
export interface Blobs {
  begin(device: Device, to: AccountId, size: number): Promise<BlobId>;
  facts(device: Device, id: string): Promise<BlobFacts>;
  write(device: Device, id: string, part: string, body: AsyncIterable<Uint8Array>): Promise<void>;
  read(device: Device, id: string, part: string): Promise<Download>;
  taken(device: Device, id: string): Promise<void>;
  remove(device: Device, id: string): Promise<void>;
  /** The files of those the store no longer knows. */
  removeAll(ids: readonly BlobId[]): Promise<void>;
  /** Before anyone can connect. */
  prepare(): Promise<void>;
  tidy(): Promise<void>;
}

const missing = (): Refusal => new Refusal('not_found', 'no such blob');

const parts = ({ size }: StoredBlob): number => Math.ceil(size / PART_BYTES);

const partOf = (blob: StoredBlob, text: string): number => {
  const part = Number(text);
  if (!(part < parts(blob))) throw new Refusal('not_found', 'no such part');
  return part;
};

export const createBlobs = (options: BlobsOptions): Blobs => {
  const { store, people, files, maxBytes, keepMs, begins, transfers, clock, believed } = options;
  const writing = new Map<AccountRow, number>();
  const reading = createAtOnce<AccountRow>(READS_AT_ONCE);

  const spend = (buckets: KeyedBuckets, device: Device): void => {
    const wait = buckets.take(device.person.uid, clock());
    if (wait > 0) throw new Refusal('rate_limited', 'too many files', wait);
  };

  const find = async (id: string): Promise<StoredBlob> => {
    const blob = await store.blob(id);
    if (!blob) throw missing();
    return blob;
  };

  /** For everyone else there is no such blob, nor for the recipient before it is complete (BL2). */
  const readable = async (device: Device, id: string): Promise<StoredBlob> => {
    const blob = await find(id);
    const account = device.person.row;
    if (account === blob.uploader || (account === blob.recipient && blob.completedAt !== null)) return blob;
    throw missing();
  };

  const own = async (device: Device, id: string): Promise<StoredBlob> => {
    const blob = await find(id);
    if (device.person.row !== blob.uploader) throw missing();
    return blob;
  };

  /** Whether it is complete now. */
  const completeWhereFull = async (device: Device, blob: StoredBlob): Promise<boolean> => {
    if ((await files.present(blob.id)).length < parts(blob)) return false;
    await files.settle(blob.id);
    if (await store.completeBlob(blob.id, device.row, clock())) await files.remove(blob.id);
    return true;
  };

  const inTurn = async (account: AccountRow, work: () => Promise<void>): Promise<void> => {
    const now = writing.get(account) ?? 0;
    if (now >= WRITES_AT_ONCE) throw new Refusal('rate_limited', 'too many parts at once', 1);
    writing.set(account, now + 1);
    try {
      await work();
    } finally {
      const left = (writing.get(account) ?? 1) - 1;
      if (left > 0) writing.set(account, left);
      else writing.delete(account);
    }
  };

  return {
    async begin(device, to, size) {
      const recipient = await people.load(to);
      if (!recipient || people.relation(device.person, recipient) !== 'contact')
        throw new Refusal('not_contact', 'to: not a contact');
      if (size > maxBytes) throw new Refusal('too_large', `size: at most ${maxBytes}`);
      spend(begins, device);
      if (!(await files.hasRoom(size))) throw new Refusal('disk_full', 'nothing was stored');
      const id = randomBytes(16).toString('hex');
      const blob = { id, uploader: device.person.row, recipient: recipient.row, size, at: clock() };
      if (!(await store.createBlob(blob, QUOTA_BYTES)))
        throw new Refusal('files_full', `size: at most ${QUOTA_BYTES} in all`);
      return id;
    },

    async facts(device, id) {
      const blob = await readable(device, id);
      const present = await files.present(blob.id);
      // Its last part is there, and that it is complete could not be noted: nobody sends a part again to have it noted.
      const complete = blob.completedAt !== null || (await completeWhereFull(device, blob));
      return { size: blob.size, part_bytes: PART_BYTES, parts: [...present], complete };
    },

    async write(device, id, text, body) {
      const blob = await own(device, id);
      const part = partOf(blob, text);
      if (blob.completedAt !== null) return; // a repetition: what others may have read stays as it is
      spend(transfers, device);
      const bytes = Math.min(PART_BYTES, blob.size - part * PART_BYTES);
      const isWanted = async (): Promise<boolean> => (await store.blob(blob.id))?.completedAt === null;
      await inTurn(device.person.row, () => files.write(blob.id, part, bytes, body, isWanted)).catch(
        async (error: unknown) => {
          throw (await store.blob(blob.id)) ? error : missing(); // its folder went while this part was on its way
        },
      );
      // Removed meanwhile: the part must not stay behind alone.
      if (await store.blob(blob.id)) return void (await completeWhereFull(device, blob));
      await files.remove(blob.id);
      throw missing();
    },

    async read(device, id, text) {
      const blob = await readable(device, id);
      const part = partOf(blob, text);
      if (blob.completedAt === null) throw missing();
      spend(transfers, device);
      const over = await reading(device.person.row);
      try {
        return { bytes: await files.read(blob.id, part), over };
      } catch (error) {
        over();
        throw error;
      }
    },

    async taken(device, id) {
      const blob = await readable(device, id);
      if (await store.takeBlob(blob.id, device.row)) await files.remove(blob.id);
    },

    async remove(device, id) {
      const blob = await own(device, id);
      if (await store.removeBlob(blob.id)) await files.remove(blob.id);
    },

    async removeAll(ids) {
      for (const id of ids) await files.remove(id);
    },

    async prepare() {
      await files.sweep(new Set(await store.blobs()));
    },

    async tidy() {
      const now = believed();
      for (const id of await store.forgetBlobs(now - UNFINISHED_MS, now - keepMs)) await files.remove(id);
    },
  };
};
