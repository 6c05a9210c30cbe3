import { describe, expect, test } from 'vitest';
import '#shared/client/identity/compare.ts'; // loaded on demand otherwise
import { marked } from '#shared/client/identity/mark.ts';
import { gapOf, withPassedOver } from '#shared/client/identity/passed-over.ts';
import { follow, judge, MAIL_MS, newPin, type Pin, writerOf } from '#shared/client/identity/pin.ts';
import { safetyNumber } from '#shared/client/identity/safety-number.ts';
import { until } from '#tests/fakes/until.ts';
import { createHouse, texts } from '../house.ts';

const ann = { account: 'aaaaaaaa-0000-4000-8000-000000000001', identityKey: 'QQ==' };
const bo = { account: 'bbbbbbbb-0000-4000-8000-000000000002', identityKey: 'Qg==' };

const listOf = (identity_key: string, version = 1, previous = '') => ({
  list: { account: bo.account, identity_key, version, previous, devices: [] },
  hash: `${identity_key}${version}`,
});

const met = async () => {
  const house = createHouse();
  const people = await house.pair();
  const { ann: one, bo: other, talk } = people;
  for (const { client } of [one, other]) client.chat.open(talk);
  await one.client.chat.send(talk, 'met');
  await until(() => texts(other).join() === 'met');
  return { ...house, ...people };
};

describe('the safety number of two people', () => {
  test('[VE1] is 60 digits, the same from both sides and in every version', async () => {
    const digits = await safetyNumber(ann, bo);
    expect(digits).toHaveLength(12);
    for (const group of digits) expect(group).toMatch(/^\d{5}$/);
    expect(await safetyNumber(bo, ann)).toEqual(digits);
    expect(digits.join(' ')).toBe('17415 21706 38289 98356 99710 17087 20607 51929 25918 81751 85316 57776');
  });

  test('[VE1] is another one for any other key or account', async () => {
    const digits = (await safetyNumber(ann, bo)).join();
    expect((await safetyNumber(ann, { ...bo, identityKey: 'Qw==' })).join()).not.toBe(digits);
    expect((await safetyNumber(ann, { ...bo, account: ann.account })).join()).not.toBe(digits);
  });
});

describe('comparing', () => {
  test('[VE2] each screen shows what the other expects, and not what it expects itself', async () => {
    const { ann: one, bo: other } = await met();
    const [mine, theirs] = [
      await one.client.verification.compare(other.uid),
      await other.client.verification.compare(one.uid),
    ];
    if (!mine.ok || !theirs.ok) throw new Error('nothing to compare');
    expect(mine.value.digits).toEqual(theirs.value.digits);
    expect(mine.value.shows).toBe(theirs.value.expects);
    expect(mine.value.expects).toBe(theirs.value.shows);
    expect(mine.value.shows).not.toBe(mine.value.expects);
  });

  test('[VE3] what was decided on one device holds on the others, and can be taken back', async () => {
    const { ann: one, bo: other, person } = await met();
    const second = await person('ann');
    await until(() => one.client.state().identity.waiting.length === 0);
    const compared = await one.client.verification.compare(other.uid);
    if (!compared.ok) throw new Error(compared.reason);
    const { identityKey } = compared.value;
    const standings = () => [one, second].map(({ client }) => client.state().identity.people.get(other.uid));
    await one.client.verification.decide(other.uid, identityKey, true);
    await until(() => standings().every((standing) => standing === 'verified'), 'the mark on both');
    await second.client.verification.decide(other.uid, identityKey, false);
    await until(() => standings().every((standing) => standing === undefined), 'none on both');
  });
});

describe('a device that is not listed any more', () => {
  const laptop = { device: 'cccccccc-0000-4000-8000-000000000003', signing_key: 'TA==', added_at: 1 };
  const phone = { ...laptop, device: 'dddddddd-0000-4000-8000-000000000004', signing_key: 'UA==' };
  const naming = (version: number, ...devices: readonly (typeof laptop)[]) => {
    const { list, hash } = listOf('Qg==', version, version === 1 ? '' : `Qg==${version - 1}`);
    return { list: { ...list, devices: [...devices] }, hash };
  };

  test('[MB12] is known as a writer for as long as something of it may still come', () => {
    const met = newPin(naming(1, laptop, phone));
    const then = follow(met, naming(2, phone), 1_000);
    expect(then.devices).toEqual([phone]);
    expect(writerOf(then, phone.device, Number.MAX_SAFE_INTEGER)).toEqual(phone);
    expect(writerOf(then, laptop.device, 1_000 + MAIL_MS - 1)).toMatchObject(laptop);
    expect(writerOf(then, laptop.device, 1_000 + MAIL_MS)).toBeUndefined();
    // It is forgotten with the next list.
    expect(follow(then, naming(3, phone), 1_000 + MAIL_MS).former).toEqual([]);
  });

  test('[MB12] is known, too, where another identity took the place of one that nobody had verified', () => {
    const met = newPin(naming(1, laptop));
    const { list } = naming(1, phone);
    const judged = judge(met, { list: { ...list, identity_key: 'Qw==' }, hash: 'other' }, 1_000);
    if (judged.type !== 'believed') throw new Error(judged.why);
    expect(judged.pin).toMatchObject({ identity_key: 'Qw==', devices: [phone] });
    expect(writerOf(judged.pin, laptop.device, 2_000)).toMatchObject(laptop);
    expect(writerOf(judged.pin, 'nobody', 2_000)).toBeUndefined();
  });
});

describe('a device that came and went while nobody was looking', () => {
  const device = (name: string) => ({ device: name, signing_key: 'c2ln', added_at: 1 });
  const naming = (version: number, ...names: readonly string[]) => {
    const { list, hash } = listOf('Qg==', version, version === 1 ? '' : `Qg==${version - 1}`);
    return { list: { ...list, devices: names.map(device) }, hash };
  };
  const [one, two, three, four] = [naming(1, 'phone'), naming(2, 'phone', 'a'), naming(3, 'b'), naming(4, 'phone')];
  const met = follow(newPin(one), four, 1_000);
  const writers = (pin: Pin): readonly string[] =>
    ['phone', 'a', 'b'].filter((name) => writerOf(pin, name, 1_000 + MAIL_MS - 1));

  test('[DL11] is a writer once the lists that were passed over lead back from one that is known', () => {
    expect(gapOf(met)).toBe(1);
    expect(writers(met)).toEqual(['phone']);
    const whole = withPassedOver(met, [two, three, four], 1_000);
    expect(writers(whole)).toEqual(['phone', 'a', 'b']);
    expect(whole).toMatchObject({ version: 4, devices: four.list.devices, removed: ['b', 'a'] });
    expect(gapOf(whole)).toBeUndefined();
    expect(writerOf(whole, 'a', 1_000 + MAIL_MS)).toBeUndefined();
    expect(withPassedOver(whole, [two, three, four], 2_000)).toBe(whole);
    expect(gapOf(newPin(four))).toBeUndefined();
  });

  test('[DL11] is one as far as they lead, and no further', () => {
    expect(writers(withPassedOver(met, [three, four], 1_000))).toEqual(['phone', 'b']);
    expect(writers(withPassedOver(met, [two, four], 1_000))).toEqual(['phone']);
    expect(writers(withPassedOver(met, [two, three], 1_000))).toEqual(['phone']);
  });

  test('[DL11] [DL6] is none where the list is another key’s, or another one than was named', () => {
    const foreign = { ...three, list: { ...three.list, identity_key: 'Qw==' } };
    const other = { ...three, hash: 'other' };
    for (const wrong of [foreign, other])
      expect(writers(withPassedOver(met, [two, wrong, four], 1_000))).toEqual(['phone']);
    const elsewhere = { ...two, list: { ...two.list, account: 'somebody' } };
    expect(writers(withPassedOver(met, [elsewhere, three, four], 1_000))).toEqual(['phone', 'b']);
  });
});

describe('a mark', () => {
  const mark = { account: bo.account, identity_key: 'Qg==', verified: true };
  const pin: Pin = newPin(listOf('Qg=='));

  test('[VE3] on the known identity keeps what is known of it', () => {
    expect(marked({ ...pin, replaced: true }, mark)).toEqual({ ...pin, verified: true });
    expect(marked({ ...pin, verified: true }, { ...mark, verified: false })).toEqual(pin);
  });

  test('[VE4] on the identity that is offered puts it in the place of the former one', () => {
    const offered = listOf('Qw==', 3, 'x');
    const blocked: Pin = { ...pin, verified: true, offered };
    expect(marked(blocked, { ...mark, identity_key: 'Qw==' })).toEqual({ ...newPin(offered), verified: true });
    expect(marked(blocked, { ...mark, identity_key: 'Qw==', verified: false })).toEqual(newPin(offered));
  });

  test.each([1, 4])('[VE3] on an identity that is not met yet lets its list of version %i follow', (version) => {
    for (const before of [undefined, { ...pin, identity_key: 'Qw==' }]) {
      const awaited = marked(before, mark);
      const list = listOf('Qg==', version, version === 1 ? '' : 'x');
      expect(judge(awaited, list, 0)).toMatchObject({
        type: 'believed',
        pin: { identity_key: 'Qg==', version, verified: true },
      });
    }
    expect(marked(undefined, { ...mark, verified: false })).toBeUndefined();
  });
});
