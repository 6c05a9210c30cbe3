import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { howMany } from '#tests/how-many.ts';
import { type RunningRelay, startRelay } from '#tests/relay/start-relay.ts';
import { newLogin } from '#tests/relay/test-client.ts';
import { FAULTS, type Fault, type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { createRandom } from './random.ts';
import { befriend, newcomer, type Someone } from './someone.ts';

// Two clients write to each other through networks that fail. Whatever happens, everything that was written arrives,
// once, in the order of its writing, within five seconds of the networks being well.

const RECOVERY_MS = 5_000;
const TALK_MS = 3_000;
const SEEDS = howMany(1, 30);

let relay: RunningRelay;

beforeAll(async () => {
  relay = await startRelay({ environment: { MAX_SOCKETS_PER_IP: '1000' } });
});
afterAll(() => relay.stop());

const behindProxy = async (name: string, random: () => number): Promise<{ proxy: FaultProxy; someone: Someone }> => {
  const proxy = await startFaultProxy(relay.port, random);
  const someone = await newcomer(`http://localhost:${proxy.port}`, newLogin(name));
  onTestFinished(async () => {
    someone.client.close();
    someone.history.close();
    await proxy.close();
  });
  return { proxy, someone };
};

/** Breaks and heals until `ended`, a few hundred ms at a time, and leaves the network well. */
const misbehave = async (
  proxy: FaultProxy,
  someone: Someone,
  faults: readonly Fault[],
  random: () => number,
  ended: () => boolean,
): Promise<void> => {
  while (!ended()) {
    proxy.break(faults[Math.floor(random() * faults.length)] ?? 'cut');
    await sleep(200 + random() * 800);
    proxy.heal();
    someone.networkReturned();
    await sleep(random() * 400);
  }
};

const talkThrough = async (faults: readonly Fault[], seed: number): Promise<void> => {
  const random = createRandom(seed);
  const ann = await behindProxy('ann', random);
  const bo = await behindProxy('bo', random);
  const talk = await befriend(ann.someone, bo.someone);
  const until = performance.now() + TALK_MS;
  const ended = (): boolean => performance.now() > until;

  const write = async ({ client }: Someone): Promise<readonly string[]> => {
    const written: string[] = [];
    while (!ended()) {
      const text = `${written.length}`;
      expect(await client.chat.send(talk, text)).toMatchObject({ ok: true });
      written.push(text);
      await sleep(random() * 200);
    }
    return written;
  };
  const [anns, bos] = await Promise.all([
    write(ann.someone),
    write(bo.someone),
    misbehave(ann.proxy, ann.someone, faults, random, ended),
    misbehave(bo.proxy, bo.someone, faults, random, ended),
  ]);

  const arrived = async (): Promise<void> => {
    expect(await bo.someone.textsBy(ann.someone.uid, talk)).toEqual(anns);
    expect(await ann.someone.textsBy(bo.someone.uid, talk)).toEqual(bos);
  };
  const sent = async (): Promise<void> => {
    expect(await ann.someone.history.outbox()).toEqual([]);
    expect(await bo.someone.history.outbox()).toEqual([]);
  };
  await vi.waitFor(() => Promise.all([arrived(), sent()]), { timeout: RECOVERY_MS, interval: 20 });
  // And nothing more comes of what may still be under way, the receipts of the last messages among it.
  await vi.waitFor(() => expect(ann.someone.client.state().link.state).toBe('online'));
  await arrived();
  expect(ann.someone.client.state().notices).toEqual([]);
};

const seeds = Array.from({ length: SEEDS }, (_, index) => index + 1);

describe.each(seeds)('networks that fail, seed %i', (seed) => {
  test.each(FAULTS)(
    '[MB3] [MB5] %s: all that was sent arrives, once, in order, within 5 s of healing',
    async (fault) => {
      await talkThrough([fault], seed);
    },
  );

  test('[MB3] [MB5] everything that can go wrong, one after the other', async () => {
    await talkThrough(FAULTS, seed + 1_000);
  });
});
