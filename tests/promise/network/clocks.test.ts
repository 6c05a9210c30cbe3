import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startRelay } from '#tests/relay/start-relay.ts';
import { newLogin } from '#tests/relay/test-client.ts';
import { befriend, newcomer, type Someone } from './someone.ts';

const DAY_MS = 24 * 3_600_000;
const DAY_S = DAY_MS / 1_000;
const LIBRARY = ['x86_64', 'aarch64']
  .map((cpu) => `/usr/lib/${cpu}-linux-gnu/faketime/libfaketimeMT.so.1`)
  .find(existsSync);

/** A relay whose clock is off by as many seconds as a file says. */
const startRelayWithClock = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tincan-clock-'));
  const file = join(folder, 'offset');
  const setClock = (seconds: number): void => writeFileSync(file, `${seconds >= 0 ? '+' : ''}${seconds}\n`);
  setClock(0);
  const relay = await startRelay({
    environment: {
      LD_PRELOAD: LIBRARY ?? '',
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      // Waits go on as long as they are; only what the time is changes.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
  });
  onTestFinished(async () => {
    await relay.stop();
    rmSync(folder, { recursive: true });
  });
  return { relay, setClock };
};

const befriended = async (url: string) => {
  const ann = await newcomer(url, newLogin('ann'));
  const bo = await newcomer(url, newLogin('bo'));
  onTestFinished(() => {
    for (const { client, history } of [ann, bo]) {
      client.close();
      history.close();
    }
  });
  return { ann, bo, talk: await befriend(ann, bo) };
};

const PATIENCE = { timeout: 15_000, interval: 20 };

/** What each turn of a conversation goes through: both write, and both have all of it, in the order of the writing. */
const inTurns = ({ ann, bo, talk }: Awaited<ReturnType<typeof befriended>>) => {
  const written: string[] = [];
  const texts = async ({ history }: Someone): Promise<readonly string[]> =>
    (await history.items(talk, { at: 'end', limit: 1_000 })).items.flatMap((item) =>
      item.kind === 'message' ? [item.text] : [],
    );
  return async (): Promise<void> => {
    for (const writer of [ann, bo]) {
      written.push(`${writer.login} writes number ${written.length}`);
      expect(await writer.client.chat.send(talk, written.at(-1) ?? '')).toMatchObject({ ok: true });
      await vi.waitFor(async () => {
        expect(await texts(ann)).toEqual(written);
        expect(await texts(bo)).toEqual(written);
        expect(await writer.history.outbox()).toEqual([]);
      }, PATIENCE);
    }
    expect([...ann.client.state().notices, ...bo.client.state().notices]).toEqual([]);
  };
};

test('[MB2] [MB3] clients whose clocks are a day ahead or behind, and jump, have the same conversation', async () => {
  const relay = await startRelay();
  onTestFinished(() => relay.stop());
  const { ann, bo, talk } = await befriended(relay.url);
  const turn = inTurns({ ann, bo, talk });
  for (const [anns, bos] of [
    [DAY_MS, 0],
    [DAY_MS, -DAY_MS],
    [-DAY_MS, -DAY_MS],
    [-DAY_MS, DAY_MS],
    [0, 0],
  ] as const) {
    ann.setClock(anns);
    bo.setClock(bos);
    await turn();
  }
});

test('[MB2] [MB3] a relay whose clock is a day ahead or behind, and jumps, loses and doubles nothing', async () => {
  if (!LIBRARY) throw new Error('This test needs faketime: apt-get install faketime');
  const { relay, setClock } = await startRelayWithClock();
  const turn = inTurns(await befriended(relay.url));
  for (const seconds of [DAY_S, -DAY_S, 0]) {
    setClock(seconds);
    await turn();
  }
  setClock(DAY_S);
  await relay.kill();
  await relay.start();
  await turn();
  setClock(-DAY_S);
  await turn();
});
