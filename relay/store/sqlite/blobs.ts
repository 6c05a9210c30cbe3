import type { StoredBlob } from '../store.ts';
import { type Connection, literal, slot } from './database.ts';
import type { Part } from './part.ts';

type BlobOperations = Part<
  'createBlob' | 'blob' | 'completeBlob' | 'takeBlob' | 'removeBlob' | 'forgetBlobs' | 'blobs'
>;

/** What is known of files, and which devices have yet to fetch them. The files themselves are elsewhere. */
export const blobOperations = ({ queries, prepare }: Connection): BlobOperations => {
  const add = prepare(
    queries
      .insertInto('blobs')
      .values({ id: slot(), uploader: slot(), recipient: slot(), size: slot(), begun_at: slot() }),
  );
  const used = prepare(
    queries
      .selectFrom('blobs')
      .select((row) => row.fn.sum<number | null>('size').as('size'))
      .where('uploader', '=', slot<number>()),
  );
  const byId = prepare<StoredBlob>(
    queries
      .selectFrom('blobs')
      .select(['id', 'uploader', 'recipient', 'size', 'completed_at as completedAt'])
      .where('id', '=', slot<string>()),
  );
  const complete = prepare(
    queries
      .updateTable('blobs')
      .set({ completed_at: slot<number>() })
      .where('id', '=', slot<string>())
      .where('completed_at', 'is', null),
  );
  const devices = prepare(queries.selectFrom('devices').select('id').where('account', '=', slot<number>()));
  const expect = prepare(queries.insertInto('blob_readers').values({ blob: slot(), device: slot() }));
  const take = prepare(
    queries.deleteFrom('blob_readers').where('blob', '=', slot<string>()).where('device', '=', slot<number>()),
  );
  const awaited = prepare(
    queries.selectFrom('blob_readers').select('device').where('blob', '=', slot<string>()).limit(literal(1)),
  );
  const remove = prepare(queries.deleteFrom('blobs').where('id', '=', slot<string>()));
  const all = prepare(queries.selectFrom('blobs').select('id'));
  const over = prepare(
    queries
      .selectFrom('blobs')
      .select('id')
      .where((is) =>
        is.or([
          is.and([is('completed_at', 'is', null), is('begun_at', '<', slot<number>())]),
          is('completed_at', '<', slot<number>()),
          is.and([
            is('completed_at', 'is not', null),
            is.not(is.exists(is.selectFrom('blob_readers').select('device').whereRef('blob', '=', 'blobs.id'))),
          ]),
        ]),
      ),
  );

  const isAwaited = (id: string): boolean => awaited.get(id) !== undefined;
  const removeWhereNotAwaited = (id: string): boolean => !isAwaited(id) && remove.run(id).changes > 0;

  return {
    createBlob: ({ id, uploader, recipient, size, at }, quota) => {
      if ((used.get(uploader)?.size ?? 0) + size > quota) return false;
      add.run(id, uploader, recipient, size, at);
      return true;
    },
    blob: (id) => byId.get(id),
    completeBlob: (id, by, at) => {
      const blob = byId.get(id);
      if (!blob || complete.run(at, id).changes === 0) return false;
      for (const account of new Set([blob.uploader, blob.recipient])) {
        for (const { id: device } of devices.all(account)) if (device !== by) expect.run(id, device);
      }
      return removeWhereNotAwaited(id);
    },
    takeBlob: (id, device) => take.run(id, device).changes > 0 && removeWhereNotAwaited(id),
    removeBlob: (id) => remove.run(id).changes > 0,
    forgetBlobs: (begunBefore, completedBefore) => {
      const ids = over.all(begunBefore, completedBefore).map(({ id }) => id);
      for (const id of ids) remove.run(id);
      return ids;
    },
    blobs: () => all.all().map(({ id }) => id),
  };
};
