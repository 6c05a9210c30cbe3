import type { LookupAddress } from 'node:dns';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { uuid } from '#tests/fakes/ids.ts';
import { createPushSender, type Push } from '../../../relay/features/push/push-sender.ts';
import { lookupOutside } from '../../../relay/features/push/push-services.ts';
import { NOBODY } from './push-service.ts';
import { newSubscription } from './push-subscription.ts';

const NOW = 1_800_000_000_000;

const looked = vi.hoisted(() => [] as string[]);
vi.mock('node:dns', () => ({
  lookup: (host: string, _: object, answer: (error: null, addresses: readonly LookupAddress[]) => void) => {
    looked.push(host);
    answer(null, [
      { address: '192.0.2.1', family: 4 },
      { address: '169.254.169.254', family: 4 },
    ]);
  },
}));

const dataDir = mkdtempSync(join(tmpdir(), 'tincan-sender-'));
afterAll(() => rmSync(dataDir, { recursive: true }));
beforeEach(() => void looked.splice(0));

const sender = createPushSender({
  dataDir,
  subject: 'mailto:ann@talk.example',
  ownServices: [NOBODY],
  clock: () => NOW,
});

/** It would be tried again after 2 s, which is too late. */
const pushTo = (service: string): Push => ({
  to: newSubscription(service).subscription,
  message: { type: 'over', call: uuid(1), caller: uuid(2), media: 'audio', outcome: 'missed' },
  topic: 'abc',
  until: NOW + 2_000,
});

const send = async (push: Push): Promise<readonly [outcome: string, ms: number]> => {
  const since = performance.now();
  return [await sender.send(push, new AbortController().signal), performance.now() - since];
};

test('[PU2] a known service is looked up by the relay, and not connected to where any of its addresses is inside', async () => {
  const [outcome] = await send(pushTo('https://fcm.googleapis.com'));
  expect(outcome).toBe('refused');
  expect(looked).toEqual(['fcm.googleapis.com']);
  const answer = await new Promise((resolve) => lookupOutside('fcm.googleapis.com', { all: true }, resolve));
  expect(String(answer)).toContain('an address inside');
});

test('[PU2] a service that the operator has named may be anywhere; one that is no longer named is gone', async () => {
  expect((await send(pushTo(`https://${NOBODY}`)))[0]).toBe('refused');
  expect((await send(pushTo('https://push.example')))[0]).toBe('gone');
  expect(looked).toEqual([]);
});

test('[PU5] what would come too late is not sent once more', async () => {
  const [outcome, ms] = await send(pushTo(`https://${NOBODY}`));
  expect(outcome).toBe('refused');
  expect(ms).toBeLessThan(1_900);
});

test('[PU5] nothing is sent once it is over', async () => {
  expect(await sender.send(pushTo('https://fcm.googleapis.com'), AbortSignal.abort())).toBe('refused');
  expect(looked).toEqual([]);
});
