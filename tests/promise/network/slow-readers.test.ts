import { ulid } from 'ulid';
import { expect, test, vi } from 'vitest';
import { startRelay } from '#tests/relay/start-relay.ts';
import { befriend, envelopeFor, newPerson, online, type TestDevice } from '#tests/relay/test-client.ts';
import { rssMib } from './rss.ts';

const READERS = 500;
const SOCKETS_EACH = 10;
const MESSAGES = 60;
/** A frame holds 64 KiB; base64 takes a third more than the bytes. */
const TEXT = 'x'.repeat(30_000);
const ANSWERS = 300;
const GROWTH_MIB = 600;

const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.POSITIVE_INFINITY;

test(`[ER4] ${READERS} sockets that do not read: others are answered within 100 ms, 99 times of 100`, async () => {
  const relay = await startRelay({ environment: { MAX_SOCKETS_PER_IP: '2000' } });
  const ann = await newPerson(relay.url, 'ann');
  const witness = await newPerson(relay.url, 'bo');

  const readers: TestDevice[] = [];
  for (let person = 0; person < READERS / SOCKETS_EACH; person += 1) {
    const first = await newPerson(relay.url, 'cy');
    await befriend(ann, first);
    readers.push(first);
    for (let more = 1; more < SOCKETS_EACH; more += 1) readers.push(await first.again());
  }
  for (const reader of readers) reader.pause();
  const people = readers.filter((_, index) => index % SOCKETS_EACH === 0);

  const before = rssMib(relay.pid());
  let most = before;
  let done = false;
  const flood = async (): Promise<void> => {
    for (const { uid } of people) {
      const envelope = await envelopeFor(ann, uid, TEXT);
      for (let message = 0; message < MESSAGES; message += 1) {
        const answer = await ann.ask({ type: 'send', envelope: { ...envelope, id: ulid() } });
        expect(answer.type).toBe('sent');
      }
      most = Math.max(most, rssMib(relay.pid()));
    }
    done = true;
  };
  const took: number[] = [];
  const ask = async (): Promise<void> => {
    while (!done || took.length < ANSWERS) {
      const start = performance.now();
      await witness.ask({ type: 'devices', accounts: [witness.uid] });
      took.push(performance.now() - start);
    }
  };
  await Promise.all([flood(), ask()]);
  expect(percentile(took, 0.99)).toBeLessThan(100);
  expect(most - before).toBeLessThan(GROWTH_MIB);

  // Who reads again finds everything.
  for (const reader of readers) reader.terminate();
  const back = await vi.waitFor(() => online(relay.url, (people[0] ?? ann).session), { timeout: 10_000 });
  const seen = new Set<number>();
  while (seen.size < MESSAGES) {
    const { items } = await back.next('deliver');
    for (const { seq } of items) seen.add(seq);
    back.send({ type: 'acknowledge', through: items.at(-1)?.seq ?? 0 });
  }
  expect([...seen]).toEqual(Array.from({ length: MESSAGES }, (_, index) => index + 1));
  await relay.stop();
}, 300_000);
