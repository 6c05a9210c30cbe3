import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { friendsAt, invite, record } from './call-steps.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';
import { befriend, newPerson, type TestDevice } from './test-client.ts';

describe('so many calls and no more', () => {
  let strict: RunningRelay;
  beforeAll(async () => {
    strict = await startRelay({ environment: { RATE_LIMIT_SCALE: '1', REGISTRATIONS_PER_HOUR: '100' } });
  });
  afterAll(() => strict.stop());

  test('[CA11] invites are limited for a pair and for an account', async () => {
    const [ann, bo] = await friendsAt(strict.url);
    const answers = [];
    for (let count = 0; count < 11; count++) {
      const call = crypto.randomUUID();
      answers.push(await ann.ask({ type: 'call-invite', call, callee: bo.uid, media: 'audio' }));
      await bo.ask({ type: 'call-accept', call });
      await ann.ask({ type: 'call-end', call });
    }
    expect(answers.filter(({ type }) => type === 'ok')).toHaveLength(10);
    expect(answers.at(-1)).toMatchObject({ error_code: 'rate_limited', retry_after: expect.any(Number) });
  });

  test('[CA11] an account has so many invites, whoever they are for', async () => {
    // Half: 5 to each and 15 in all, and one more after four seconds.
    const half = await startRelay({ environment: { RATE_LIMIT_SCALE: '0.5', REGISTRATIONS_PER_HOUR: '100' } });
    const ann = await newPerson(half.url, 'ann');
    const call = async (other: TestDevice) => {
      const id = crypto.randomUUID();
      const answer = await ann.ask({ type: 'call-invite', call: id, callee: other.uid, media: 'audio' });
      await other.ask({ type: 'call-accept', call: id });
      await other.ask({ type: 'call-end', call: id });
      return answer;
    };
    const calls = async (other: TestDevice) => {
      await befriend(ann, other);
      const answers = [];
      for (let count = 0; count < 4; count++) answers.push(await call(other));
      return answers;
    };
    for (const name of ['bo', 'cy', 'dee']) {
      const answers = await calls(await newPerson(half.url, name));
      expect(answers.map(({ type }) => type)).toEqual(['ok', 'ok', 'ok', 'ok']);
    }
    const last = [...(await calls(await newPerson(half.url, 'bo'))), ...(await calls(await newPerson(half.url, 'cy')))];
    expect(last).toContainEqual(
      expect.objectContaining({
        error_code: 'rate_limited',
        detail: 'too many calls',
        retry_after: expect.any(Number),
      }),
    );
    await half.stop();
  });

  test('[CA14] [R12] after three calls that were not answered the caller can only write, until the two talk', async () => {
    const [ann, bo] = await friendsAt(strict.url);
    const inVain = async (from: TestDevice, to: TestDevice): Promise<void> => {
      const call = await invite(from, to);
      await record(to, 'proposed', call);
      await to.ask({ type: 'call-decline', call });
    };
    const refused = () => ann.ask({ type: 'call-invite', call: crypto.randomUUID(), callee: bo.uid, media: 'audio' });
    for (let rings = 0; rings < 3; rings++) await inVain(ann, bo);
    const refusal = await refused();
    expect(refusal).toMatchObject({ type: 'error', error_code: 'unanswered' });
    expect((refusal as { retry_after: number }).retry_after).toBeGreaterThan(590);
    // The other direction is free, and frees this one.
    await inVain(bo, ann);
    const answered = await invite(ann, bo);
    await bo.ask({ type: 'call-accept', call: answered });
    await ann.ask({ type: 'call-end', call: answered });
    for (let rings = 0; rings < 3; rings++) await inVain(ann, bo);
    expect(await refused()).toMatchObject({ error_code: 'unanswered' });
  });

  test('[CA14] a blocked caller is refused alike', async () => {
    const [ann, bo] = await friendsAt(strict.url);
    await bo.ask({ type: 'contact', account: ann.uid, act: 'block' });
    for (let rings = 0; rings < 3; rings++) {
      const call = await invite(ann, bo);
      await ann.ask({ type: 'call-end', call });
    }
    expect(
      await ann.ask({ type: 'call-invite', call: crypto.randomUUID(), callee: bo.uid, media: 'audio' }),
    ).toMatchObject({ error_code: 'unanswered' });
  });
});
