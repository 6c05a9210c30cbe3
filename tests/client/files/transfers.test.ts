import { expect, test } from 'vitest';
import type { History } from '#shared/client/ports.ts';
import { itemKey } from '#shared/core/chat/item-key.ts';
import type { Message } from '#shared/core/chat/timeline.ts';
import { failed } from '#shared/core/reason.ts';
import { CHUNK_BYTES } from '#shared/protocol/blob.ts';
import { passing, quiet, until } from '#tests/fakes/until.ts';
import { type Context, createHouse, deliveries, summaryOf, texts } from '../house.ts';

const HOUR = 3_600_000;

const file = (bytes: number): Blob => new Blob([Uint8Array.from({ length: bytes }, (_, index) => index * 7)]);
const bytesOf = async (blob: Blob): Promise<Buffer> => Buffer.from(await blob.arrayBuffer());

const lastMessage = ({ client }: Pick<Context, 'client'>): Message => {
  const item = client.state().chat.open?.items.at(-1);
  if (item?.kind !== 'message') throw new Error('No message');
  return item;
};

const two = async () => {
  const house = createHouse();
  const { ann, bo, talk } = await house.pair();
  ann.client.chat.open(talk);
  bo.client.chat.open(talk);
  const send = (chosen: Blob, text = '') => ann.client.files.send(talk, { file: chosen, name: 'a file.bin', text });
  return { house, ann, bo, talk, send };
};

test('[BL1] a file goes to the relay, then its message, and the other side has it byte for byte', async () => {
  const { house, ann, bo, send } = await two();
  const chosen = file(2 * CHUNK_BYTES + 99);
  const moved: number[] = [];
  ann.client.subscribe(({ transfers }) => {
    for (const transfer of transfers.values()) if (transfer.state === 'up') moved.push(transfer.bytes);
  });
  expect(await send(chosen, 'look')).toMatchObject({ ok: true });
  await until(() => deliveries(ann)[0] === 'sent');
  expect(new Set(moved).size).toBe(4);
  expect(ann.client.state().transfers.size).toBe(0);
  await until(() => texts(bo).length === 1);
  const message = lastMessage(bo);
  expect(message).toMatchObject({ text: 'look', attachment: { name: 'a file.bin', kind: 'file', size: chosen.size } });

  expect(await bo.client.files.kept(message)).toBeUndefined();
  const fetched = await bo.client.files.fetch(message);
  if (!fetched.ok) throw new Error(fetched.reason);
  expect((await bytesOf(fetched.value.blob)).equals(await bytesOf(chosen))).toBe(true);
  expect(fetched.value.blob.type).toBe('application/octet-stream');
  await until(() => house.blobs.told.length === 1);
  expect(house.blobs.told).toEqual([['taken', message.attachment?.blob]]);
  expect(await bo.client.files.kept(message)).toBeDefined();
  expect((await ann.client.files.kept(lastMessage(ann)))?.blob.size).toBe(chosen.size);
});

test('[BL6] the relay never has a byte of the file, its name or its key', async () => {
  const { house, ann, send } = await two();
  await send(new Blob(['a canary in a mine '.repeat(50)]));
  await until(() => deliveries(ann)[0] === 'sent');
  const [held] = house.blobs.held.values();
  const ciphertext = Buffer.concat([...(held?.parts.values() ?? [])]);
  expect(ciphertext.includes('canary')).toBe(false);
  expect(ciphertext).toHaveLength(19 * 50 + 16);
});

test('[BL1] what is written later does not wait for a file, and what the relay has is not sent twice', async () => {
  const { house, ann, bo, talk, send } = await two();
  const { write } = house.blobs;
  let parts = 0;
  const sent: number[] = [];
  house.blobs.write = async (caller, blob, part, bytes, signal) => {
    parts += 1;
    if (parts > 2) return failed('offline');
    sent.push(part);
    return write(caller, blob, part, bytes, signal);
  };
  await send(file(4 * CHUNK_BYTES), 'file');
  await ann.client.chat.send(talk, 'text');
  await until(() => texts(bo).length === 1);
  expect(texts(bo)).toEqual(['text']);
  expect(deliveries(ann)).toEqual(['queued', 'sent']);
  house.blobs.write = async (caller, blob, part, bytes, signal) => {
    sent.push(part);
    return write(caller, blob, part, bytes, signal);
  };
  await passing(house.clock, () => texts(bo).length === 2);
  expect(texts(bo)).toEqual(['text', 'file']);
  expect(sent.toSorted()).toEqual([0, 1, 2, 3]);
  expect(house.blobs.held.size).toBe(1);
});

test('[BL1] an upload goes on in another context where the first one is gone', async () => {
  const { house, ann, bo, send } = await two();
  const { write } = house.blobs;
  house.blobs.write = async (caller, blob, part, bytes, signal) =>
    part === 0 ? write(caller, blob, part, bytes, signal) : failed('offline');
  await send(file(2 * CHUNK_BYTES), 'file');
  await until(() => [...house.blobs.held.values()][0]?.parts.size === 1);
  ann.client.close();
  house.blobs.write = write;
  const again = ann.home.open();
  await passing(house.clock, () => texts(bo).length === 1);
  expect(house.blobs.held.size).toBe(1);
  expect(again.client.state().notices).toEqual([]);
});

test('a blob that the relay has given up is begun anew', async () => {
  const { house, ann, bo, send } = await two();
  const { write } = house.blobs;
  house.blobs.write = async () => failed('offline');
  await send(file(100), 'file');
  await until(() => house.blobs.held.size === 1);
  house.blobs.held.clear();
  house.blobs.write = write;
  await passing(house.clock, () => texts(bo).length === 1);
  expect(deliveries(ann)).toEqual(['sent']);
});

test('a refusal is told at the message, and is tried again when the person says so', async () => {
  const { house, ann, bo, send } = await two();
  const { begin } = house.blobs;
  house.blobs.begin = async () => failed('files_full');
  await send(file(100), 'file');
  await until(() => deliveries(ann)[0] === 'failed');
  expect(lastMessage(ann).delivery).toEqual({ state: 'failed', reason: 'files_full' });
  house.blobs.begin = begin;
  ann.client.chat.retry(lastMessage(ann).id);
  await until(() => texts(bo).length === 1);
});

test('a file that the browser cannot read any more fails at its message, and those behind it go', async () => {
  const house = createHouse();
  const lost = (): Promise<never> => Promise.reject(new DOMException('It is gone', 'NotReadableError'));
  let kept = 0;
  const { ann, bo, talk } = await house.pair({
    ports: (ports) => ({
      ...ports,
      history: new Proxy(ports.history, {
        get: (history, name: keyof History) => {
          if (name !== 'file') return history[name];
          return async (item: string) => {
            const found = await history.file(item);
            kept += 1;
            return kept === 1 ? Object.assign(found ?? new Blob(), { slice: () => ({ arrayBuffer: lost }) }) : found;
          };
        },
      }),
    }),
  });
  ann.client.chat.open(talk);
  bo.client.chat.open(talk);
  for (const text of ['one', 'two']) await ann.client.files.send(talk, { file: file(100), name: text, text });
  await until(() => texts(bo).join() === 'two');
  await until(() => deliveries(ann)[1] === 'sent');
  expect(ann.client.state().chat.open?.items[0]).toMatchObject({ delivery: { state: 'failed', reason: 'internal' } });
  expect(ann.client.state().transfers.size).toBe(0);
  expect(ann.client.state().notices).toEqual([]);
});

test('[BL4] an upload that is cancelled leaves nothing here or there', async () => {
  const { house, ann, bo, send } = await two();
  const under: number[] = [];
  house.blobs.write = (_caller, _blob, part, _bytes, signal) => {
    under.push(part);
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(failed('offline'))));
  };
  await send(file(3 * CHUNK_BYTES));
  await until(() => under.length === 3);
  const message = lastMessage(ann);
  ann.client.chat.discard(message.id);
  await until(() => house.blobs.told.length === 1);
  expect(house.blobs.held.size).toBe(0);
  await until(() => texts(ann).length === 0);
  expect(ann.client.state().transfers.size).toBe(0);
  expect(await ann.client.files.kept(message)).toBeUndefined();
  expect(texts(bo)).toEqual([]);
});

test('[BL4] a message that is deleted while its file is on its way is as if it had never been', async () => {
  const { house, ann, talk, send } = await two();
  const under: number[] = [];
  house.blobs.write = (_caller, _blob, part, _bytes, signal) => {
    under.push(part);
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(failed('offline'))));
  };
  await send(file(100));
  await until(() => ann.client.state().transfers.size === 1 && under.length === 1);
  const { author, id } = lastMessage(ann);
  await ann.client.chat.act(talk, { type: 'delete', target: { author, id } });
  await until(() => house.blobs.told.length === 1 && texts(ann).length === 0);
  expect(house.blobs.held.size).toBe(0);
});

test('[BL4] a message that is deleted takes its file along, here and from the relay', async () => {
  const { house, ann, bo, talk, send } = await two();
  await send(file(100), 'file');
  await until(() => texts(bo).length === 1);
  const [mine, theirs] = [lastMessage(ann), lastMessage(bo)];
  await bo.client.files.fetch(theirs);
  await ann.client.chat.act(talk, { type: 'delete', target: { author: mine.author, id: mine.id } });
  await until(() => house.blobs.held.size === 0);
  expect(await ann.client.files.kept(mine)).toBeUndefined();
  await until(() => lastMessage(bo).deleted === true);
  expect(await bo.client.files.kept(theirs)).toBeUndefined();
});

test('[DI4] the relay hears from each device once a message with a file has disappeared there, fetched or not', async () => {
  const { house, ann, bo, talk, send } = await two();
  await ann.client.chat.act(talk, { type: 'timer', seconds: 3_600 });
  await send(file(100));
  await until(() => texts(bo).length === 2);
  const blob = lastMessage(bo).attachment?.blob;
  house.clock.advance(3_600_000);
  await until(() => house.blobs.told.length === 1);
  bo.client.chat.read(talk);
  await quiet();
  house.clock.advance(3_600_000);
  await until(() => house.blobs.told.length === 2);
  expect(house.blobs.told).toEqual([
    ['taken', blob],
    ['taken', blob],
  ]);
});

type Scene = Awaited<ReturnType<typeof two>>;

/** Ends the message that bo is fetching the file of. */
const endings: Record<string, (scene: Scene) => Promise<unknown>> = {
  deleted: ({ ann, talk }) => {
    const { author, id } = lastMessage(ann);
    return ann.client.chat.act(talk, { type: 'delete', target: { author, id } });
  },
  gone: async ({ house, bo, talk }) => {
    await until(() => summaryOf(bo, talk)?.unread === 1);
    bo.client.chat.read(talk);
    await until(() => lastMessage(bo).expires_at === house.clock.now() + HOUR);
    house.clock.advance(HOUR);
  },
};

test.each(Object.keys(endings))('[DI4] a file that comes when its message is %s is not kept', async (name) => {
  const scene = await two();
  const { house, ann, bo, talk, send } = scene;
  await ann.client.chat.act(talk, { type: 'timer', seconds: HOUR / 1_000 });
  await send(file(100), 'file');
  await until(() => texts(bo).at(-1) === 'file');
  const message = lastMessage(bo);
  const asked = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  const { read } = house.blobs;
  house.blobs.read = async (...part) => {
    const answer = await read(...part);
    asked.resolve();
    await answered.promise;
    return answer;
  };
  const fetching = bo.client.files.fetch(message);
  await asked.promise;
  await endings[name]?.(scene);
  await until(() => !texts(bo).includes('file'), 'the end of the message');
  answered.resolve();
  await fetching;
  expect(await bo.home.history().file(itemKey(message))).toBeUndefined();
});

test('a download that fails says why and can be tried again; one that is stopped says nothing', async () => {
  const { house, ann, bo, send } = await two();
  await send(file(3 * CHUNK_BYTES), 'file');
  await until(() => texts(bo).length === 1);
  const message = lastMessage(bo);
  const { read } = house.blobs;
  house.blobs.read = async () => failed('not_found');
  expect(await bo.client.files.fetch(message)).toEqual({ ok: false, reason: 'not_found' });
  expect([...bo.client.state().transfers.values()]).toEqual([{ state: 'failed', reason: 'not_found' }]);

  house.blobs.read = (_caller, _blob, _part, signal) =>
    new Promise((resolve) => signal.addEventListener('abort', () => resolve(failed('offline'))));
  const stopped = bo.client.files.fetch(message);
  await until(() => [...bo.client.state().transfers.values()][0]?.state === 'down');
  bo.client.files.stop(message);
  expect((await stopped).ok).toBe(false);
  expect(bo.client.state().transfers.size).toBe(0);

  house.blobs.read = async (caller, blob, part, signal) => {
    const answer = await read(caller, blob, part, signal);
    return answer.ok && part === 1 ? { ok: true, value: answer.value.map((byte) => byte ^ 1) } : answer;
  };
  expect(await bo.client.files.fetch(message)).toEqual({ ok: false, reason: 'unsealable' });
  house.blobs.read = read;
  expect((await bo.client.files.fetch(message)).ok).toBe(true);
  expect(ann.client.state().notices).toEqual([]);
});
