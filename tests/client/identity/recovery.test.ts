import { describe, expect, test, vi } from 'vitest';
import '#shared/client/recovery/recovery.ts'; // loaded on demand otherwise
import type { Client } from '#shared/client/client.ts';
import { isOpenedBy, openBackup, sealBackup } from '#shared/client/recovery/backup.ts';
import { newWords, readWords } from '#shared/client/recovery/words.ts';
import { publicHalf, recoveryPair } from '#shared/client/seal/recovery.ts';
import { passing, quiet, until } from '#tests/fakes/until.ts';
import { createHouse, deliveries, texts } from '../house.ts';

const wordsOf = async ({ recovery }: Client): Promise<readonly string[]> => {
  const created = await recovery.create();
  if (!created.ok) throw new Error(created.reason);
  return created.value;
};

/** ann, who does not let others see her type, with a recovery key, and bo, whom she has verified. */
const withKey = async () => {
  const house = createHouse();
  const { ann, bo, talk } = await house.pair();
  for (const { client } of [ann, bo]) client.chat.open(talk);
  await ann.client.chat.send(talk, 'met');
  await until(() => texts(bo).join() === 'met');
  const key = async (): Promise<string> => (await bo.home.history().identity())?.key ?? '';
  expect(await ann.client.verification.decide(bo.uid, await key(), true)).toMatchObject({ ok: true });
  expect(await ann.client.setPrivacy({ typing: false })).toMatchObject({ ok: true });
  const words = await wordsOf(ann.client);
  expect(await ann.client.recovery.keep(words)).toMatchObject({ ok: true });
  return { ...house, ann, bo, talk, words, key };
};

const pairOf = async (words: readonly string[]): Promise<CryptoKeyPair> => {
  const read = readWords(words.join(' '));
  if (!('entropy' in read)) throw new Error(read.why);
  return recoveryPair(read.entropy);
};

describe('a backup', () => {
  const belongings = { seed: new Uint8Array(32).fill(7), pins: [] };

  test('[RK2] is opened by its key, for its account, and by nothing else', async () => {
    const pair = await pairOf(newWords());
    const backup = await sealBackup(await publicHalf(pair), 'ann', belongings);
    expect(await openBackup(pair, 'ann', backup)).toMatchObject(belongings);
    expect(await openBackup(pair, 'bo', backup)).toBeUndefined();
    expect(await openBackup(await pairOf(newWords()), 'ann', backup)).toBeUndefined();
    for (const at of [0, 5, 40, backup.length - 1]) {
      const changed = backup.map((byte, index) => (index === at ? byte ^ 1 : byte));
      expect(await openBackup(pair, 'ann', changed), `byte ${at}`).toBeUndefined();
    }
    expect(await openBackup(pair, 'ann', new Uint8Array(3))).toBeUndefined();
  });

  test('[RK2] names its key, but not by the public half, with which anybody could make another', async () => {
    const half = await publicHalf(await pairOf(newWords()));
    const backup = await sealBackup(half, 'ann', belongings);
    expect(await isOpenedBy(backup, half)).toBe(true);
    expect(Buffer.from(backup).includes(Buffer.from(half, 'base64'))).toBe(false);
    expect(await isOpenedBy(backup, await publicHalf(await pairOf(newWords())))).toBe(false);
  });
});

describe('a recovery key', () => {
  test('[RK5] gives a fresh device the identity, the contacts’, who is verified and what nobody is to know; it writes', async () => {
    const { ann, bo, talk, words, newcomer, relay } = await withKey();
    ann.client.close();
    const fresh = await newcomer('ann');
    expect(fresh.client.state().identity.device).toBe('unconfirmed');
    expect(await fresh.client.recovery.restore(words.join('\n').toUpperCase())).toEqual({ ok: true });
    await until(() => fresh.client.state().identity.device === 'confirmed', 'the confirmation');
    expect(fresh.client.state().identity.people.get(bo.uid)).toBe('verified');
    await until(() => !fresh.client.state().privacy.typing, 'the choice');
    expect(fresh.client.state().identity.recoverySince).toBeDefined();
    fresh.client.chat.open(talk);
    await fresh.client.chat.send(talk, 'back again');
    await until(() => texts(bo).at(-1) === 'back again', 'the message');
    expect(bo.client.state().identity.people.get(fresh.uid)).toBeUndefined();
    expect(relay.listOf(fresh.uid)?.text).toContain('"version":2');
  });

  test('[RK4] that is wrong gives nothing, and says why', async () => {
    const { words, newcomer, person } = await withKey();
    const fresh = await newcomer('ann');
    const restore = (text: string) => fresh.client.recovery.restore(text);
    expect(await restore(words.slice(1).join(' '))).toEqual({ ok: false, why: 'count', words: 23 });
    expect(await restore(words.with(2, 'tincan').join(' '))).toEqual({
      ok: false,
      why: 'word',
      number: 3,
      word: 'tincan',
    });
    expect(await restore(newWords().join(' '))).toEqual({ ok: false, why: 'other-key' });
    expect(fresh.client.state().identity.device).toBe('unconfirmed');
    const cy = await person('cy');
    const another = await newcomer('cy');
    expect(cy.uid).toBe(another.uid);
    expect(await another.client.recovery.restore(words.join(' '))).toEqual({ ok: false, why: 'missing' });
  });

  test('[RK5] of an account that has started over since restores nothing', async () => {
    const { words, newcomer } = await withKey();
    const other = await newcomer('ann');
    await other.client.identity.startOver();
    await until(() => other.client.state().identity.device === 'confirmed');
    expect(other.client.state().identity.recoverySince).toBeUndefined();
    const fresh = await newcomer('ann');
    expect(await fresh.client.recovery.restore(words.join(' '))).toEqual({ ok: false, why: 'replaced' });
    expect(await fresh.home.history().identity()).toBeUndefined();
  });

  test('[RK3] that is made anew takes the place of the one before', async () => {
    const { ann, words, newcomer } = await withKey();
    const next = await wordsOf(ann.client);
    expect(await ann.client.recovery.keep(next)).toMatchObject({ ok: true });
    const fresh = await newcomer('ann');
    expect(await fresh.client.recovery.restore(words.join(' '))).toEqual({ ok: false, why: 'other-key' });
    expect(await fresh.client.recovery.restore(next.join(' '))).toEqual({ ok: true });
  });

  test('[RK3] is renewed once somebody else is verified, by whichever device learns of it', async () => {
    const { ann, words, person, relay, net, clock } = await withKey();
    const second = await person('ann');
    await until(() => ann.client.state().identity.waiting.length === 0);
    const cy = await person('cy');
    relay.befriend(ann.uid, cy.uid);
    await until(() => second.client.state().roster.contacts.has(cy.uid));
    const identity = await cy.home.history().identity();
    await second.client.verification.decide(cy.uid, identity?.key ?? '', true);
    await until(() => ann.client.state().identity.people.get(cy.uid) === 'verified', 'the mark on the other device');
    const pair = await pairOf(words);
    const session = await ann.home.history().session();
    await vi.waitFor(async () => {
      clock.advance(1_000);
      const backup = await net.api.backup('', session?.token ?? '');
      const opened = backup.ok ? await openBackup(pair, ann.uid, backup.value) : undefined;
      expect(opened?.pins.find(({ account }) => account === cy.uid)).toMatchObject({ verified: true });
    }, 20_000);
  });

  test('[RK3] is not renewed where nothing has changed', async () => {
    const { ann, net, clock } = await withKey();
    const saved = () => net.asked.filter((what) => what === 'backup').length;
    expect(saved()).toBe(1);
    const history = ann.home.history();
    const kept = (await history.identity())?.recovery;
    net.cut();
    await passing(clock, () => ann.client.state().link.state === 'online');
    clock.advance(60_000);
    await quiet(200);
    expect(saved()).toBe(1);
    expect((await history.identity())?.recovery).toEqual(kept);
  });

  test('[RK3] a device that has not heard of the newer one leaves its backup alone', async () => {
    const { ann, newcomer, clock, net } = await withKey();
    const { client } = ann;
    const next = await wordsOf(client);
    await client.recovery.keep(next);
    const identity = await ann.home.history().identity();
    const stale = { key: await publicHalf(await pairOf(newWords())), since: 1 };
    await ann.home.history().saveRecovery(identity?.key ?? '', stale);
    const saved = net.asked.filter((what) => what === 'backup').length;
    clock.advance(60_000);
    await client.verification.decide(ann.uid, 'YW5vdGhlcg==', false);
    clock.advance(60_000);
    const fresh = await newcomer('ann');
    expect(await fresh.client.recovery.restore(next.join(' '))).toEqual({ ok: true });
    expect(net.asked.filter((what) => what === 'backup')).toHaveLength(saved);
  });
});

describe('an identity that was started over', () => {
  test('[VE4] is shown to contacts who had not verified it, and refused by those who had until they decide', async () => {
    const { ann, bo, talk, newcomer, clock } = await withKey();
    ann.client.chat.open(talk);
    const lost = await newcomer('bo');
    await lost.client.identity.startOver();
    await until(() => lost.client.state().identity.device === 'confirmed');
    clock.advance(3_600_000);
    await ann.client.chat.send(talk, 'to whom?');
    await until(() => ann.client.state().identity.people.get(bo.uid) === 'offered', 'the warning');
    await until(() => deliveries(ann).at(-1) === 'failed');
    expect(ann.client.state().identity.doubts).toEqual([]);
    const compared = await ann.client.verification.compare(bo.uid);
    if (!compared.ok) throw new Error(compared.reason);
    await ann.client.verification.decide(bo.uid, compared.value.identityKey, false);
    await until(() => ann.client.state().identity.people.get(bo.uid) === undefined);
    await ann.client.chat.send(talk, 'to the new one');
    lost.client.chat.open(talk);
    await until(() => texts(lost).includes('to the new one'), 'the message');
  });
});
