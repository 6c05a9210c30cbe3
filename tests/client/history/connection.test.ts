import 'fake-indexeddb/auto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { indexedDbHistory } from '#shared/client/history/indexed-db.ts';
import { StoreError } from '#shared/client/ports.ts';
import { annsSecrets, newName, openHistory } from './open.ts';
import { ann, annsSession, newest, received, withBo, written } from './people.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.resetModules();
  vi.doUnmock('#shared/client/history/schema.ts');
});

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const reasonOf = async (act: Promise<unknown>): Promise<unknown> => {
  const error = await act.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(StoreError);
  return error instanceof StoreError ? error.reason : undefined;
};

describe('a connection that goes away under us', () => {
  /** The connections that were opened since. */
  const connections = () => {
    const opened = vi.spyOn(indexedDB, 'open');
    return () => opened.mock.results.flatMap(({ type, value }) => (type === 'return' ? [value.result] : []));
  };

  test('is opened again after the browser has closed it', async () => {
    const opened = connections();
    const history = openHistory(newName());
    await history.saveSession(annsSession, annsSecrets);
    for (const db of opened()) db.close();
    expect(await Promise.all([history.session(), history.cursor()])).toEqual([annsSession, 0]);
    expect(opened()).toHaveLength(2);
  });

  test.each([1, 2, 3])('is opened again for a write that was cut short after row %i', async (row) => {
    const opened = connections();
    const history = openHistory(newName());
    await history.saveSession(annsSession, annsSecrets);
    const { put } = IDBObjectStore.prototype;
    let rows = 0;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...value) {
      const request = put.apply(this, value);
      rows += 1;
      if (rows === row) {
        this.transaction.abort();
        this.transaction.db.close();
      }
      return request;
    });
    expect(await history.store([received(1)], 1, ann)).toEqual([withBo]);
    expect(opened()).toHaveLength(2);
    expect((await history.items(withBo, newest(50))).items).toHaveLength(1);
    expect(await history.cursor()).toBe(1);
  });

  test('is let go of for a newer version or a deletion', async () => {
    const name = newName();
    const history = openHistory(name);
    await history.saveSession(annsSession, annsSecrets);
    await settled(indexedDB.deleteDatabase(name));
    expect(await history.session()).toBeUndefined();
  });

  test('a newer version than ours is not touched', async () => {
    const name = newName();
    const history = openHistory(name);
    await history.saveSession(annsSession, annsSecrets);
    const newer = await settled(indexedDB.open(name, 99));
    expect(await reasonOf(history.session())).toBe('storage_blocked');
    newer.close();
  });

  test('opens again after it was closed by its own context', async () => {
    const history = openHistory(newName());
    await history.saveSession(annsSession, annsSecrets);
    history.close();
    expect(await history.session()).toEqual(annsSession);
  });
});

describe('a database that cannot be had', () => {
  test('there is none at all', async () => {
    vi.stubGlobal('indexedDB', undefined);
    expect(await reasonOf(indexedDbHistory(newName()).session())).toBe('storage_blocked');
  });

  test('the browser does not let us, until it does', async () => {
    const refusal = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    });
    const history = openHistory(newName());
    expect(await reasonOf(history.summaries())).toBe('storage_blocked');
    refusal.mockRestore();
    expect(await history.summaries()).toEqual([]);
  });

  test('an older version is held open by a context that does not let go', async () => {
    const name = newName();
    const old = openHistory(name);
    await old.session();
    const holder = await settled(indexedDB.open(name)); // hears `versionchange` and does nothing
    vi.doMock('#shared/client/history/schema.ts', async (original) => {
      const schema = await original<typeof import('#shared/client/history/schema.ts')>();
      return { ...schema, migrations: [...schema.migrations, () => {}] };
    });
    vi.resetModules();
    const { indexedDbHistory: newer } = await import('#shared/client/history/indexed-db.ts');

    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const history = newer(name);
    const failing = history.session().catch((error: unknown) => error);
    while (vi.getTimerCount() === 0) await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(3000);
    vi.useRealTimers();
    expect(await failing).toMatchObject({ reason: 'storage_blocked' });

    const closed = vi.spyOn(IDBDatabase.prototype, 'close');
    holder.close();
    expect(await history.session()).toBeUndefined();
    expect(closed, 'the holder, and the connection that came too late').toHaveBeenCalledTimes(2);
    history.close();
  });
});

describe('a write that fails', () => {
  /** Room for so many more rows, and no more. */
  const leaveRoomFor = (rows: number) => {
    const { put } = IDBObjectStore.prototype;
    let left = rows;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...row) {
      if (left === 0) throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      left -= 1;
      return put.apply(this, row);
    });
  };

  test.each([0, 1, 2])('for want of space after %i rows says so, and leaves nothing behind', async (rows) => {
    const history = openHistory(newName());
    await history.saveSession(annsSession, annsSecrets);
    await history.store([received(1)], 1, ann);
    const before = [await history.items(withBo, newest(50)), await history.summaries(), await history.cursor()];

    leaveRoomFor(rows);
    expect(await reasonOf(history.store([received(2), received(3)], 3, ann))).toBe('storage_full');
    vi.restoreAllMocks();
    leaveRoomFor(rows);
    const { message, entry } = written(4);
    expect(await reasonOf(history.enqueue(message, entry))).toBe('storage_full');
    vi.restoreAllMocks();

    expect([await history.items(withBo, newest(50)), await history.summaries(), await history.cursor()]).toEqual(
      before,
    );
    expect(await history.outbox()).toEqual([]);
    await history.enqueue(message, entry);
    expect(await history.outbox()).toEqual([entry]);
  });
});

test('keys that the browser cannot store are said so, and no half of a session is kept', async () => {
  const history = openHistory(newName());
  const unclonable = { ...annsSecrets, prekeys: [{ id: 1, pair: () => {} }] } as unknown as typeof annsSecrets;
  expect(await reasonOf(history.saveSession(annsSession, unclonable))).toBe('storage_blocked');
  expect(await history.session()).toBeUndefined();
});

test('messages and ticks are on the disk before they are confirmed; drafts may wait', async () => {
  const history = openHistory(newName());
  await history.saveSession(annsSession, annsSecrets);
  const begun = vi.spyOn(IDBDatabase.prototype, 'transaction');
  const durabilities = async (act: Promise<unknown>) => {
    await act;
    return begun.mock.calls.splice(0).map(([, , options]) => options?.durability);
  };
  const { message, entry } = written(1);
  expect(await durabilities(history.store([received(2)], 1, ann))).toEqual(['strict']);
  expect(await durabilities(history.enqueue(message, entry))).toEqual(['strict']);
  expect(await durabilities(history.markSent(message.id, 5, 5))).toEqual(['strict']);
  expect(await durabilities(history.saveDraft(withBo, 'half a thought'))).toEqual(['relaxed']);
});
