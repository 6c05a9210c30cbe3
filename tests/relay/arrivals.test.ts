import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Committer, openCommitter } from '../../relay/store/sqlite/commit.ts';
import type { Job, Result } from '../../relay/store/sqlite/jobs.ts';
import type { MailPage, NewAccount, NewDevice } from '../../relay/store/store.ts';

const AT = 1_800_000_000_000;
const LIMITS = { items: 1_000, bytes: 1_000_000_000 };
/** Some of these are more than the store leaves unfiled. */
const LONG = 700_000;

/** What a mailbox is, said simply. */
interface Box {
  readonly row: number;
  last: number;
  held: { readonly seq: number; readonly at: number; readonly kind: 'envelope'; readonly body: string }[];
}

const operation = (name: Extract<Job, { type: 'operation' }>['name'], ...args: unknown[]): Job => ({
  type: 'operation',
  name,
  args,
});

const done = <T>(committer: Committer, job: Job): T => {
  const [result] = committer.commit([job]);
  if (result?.type !== 'done') throw new Error(JSON.stringify(result));
  return result.value as T;
};

const mailOf = (committer: Committer, device: number): Box['held'] => {
  const found: MailPage['items'][number][] = [];
  for (let more = true; more; ) {
    const page: MailPage = done(committer, operation('readMail', device, found.at(-1)?.seq ?? 0, LONG));
    found.push(...page.items);
    more = page.more;
  }
  return found as Box['held'];
};

type Step =
  | { readonly act: 'send'; readonly to: number[]; readonly long: number }
  | { readonly act: 'acknowledge'; readonly who: number; readonly behind: number }
  | { readonly act: 'expire'; readonly who: number; readonly age: number }
  | { readonly act: 'fail' | 'commit' | 'reopen' };

/** One commit in which all that it brought is forgotten before more comes, and then more than the store leaves unfiled. */
const forgottenMidway: Step[] = [
  { act: 'send', to: [0], long: 1 },
  { act: 'acknowledge', who: 0, behind: 0 },
  ...Array.from({ length: 8 }).flatMap((): Step[] => [{ act: 'send', to: [1], long: 0 }, { act: 'commit' }]),
];

const who = fc.nat(2);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ act: fc.constant('send' as const), to: fc.subarray([0, 1, 2]), long: fc.nat(3) }),
  },
  { weight: 4, arbitrary: fc.record({ act: fc.constant('acknowledge' as const), who, behind: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('expire' as const), who, age: fc.nat(10) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('fail' as const) }) },
  { weight: 4, arbitrary: fc.record({ act: fc.constant('commit' as const) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('reopen' as const) }) },
);

test('[MB2] [MB4] a mailbox is what came behind its cursor, wherever the store keeps it, also after a rollback and when reopened', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 60 }), (steps) => {
      const folder = mkdtempSync(join(tmpdir(), 'tincan-arrivals-'));
      const file = join(folder, 'tincan.db');
      let committer = openCommitter(file, LIMITS);
      const ann: NewAccount = {
        uid: randomUUID(),
        login: 'ann',
        skeleton: 'ann',
        password: 'a hash',
        email: null,
        role: 'person',
        at: AT,
      };
      const account: number = done(committer, operation('createAccount', ann));
      const openSession = (device: string): Job => {
        const keys = { name: 'a phone', signing_key: 'c2ln', prekey: { id: 1, key: 'cHJl', signature: 'c2ln' } };
        const facts: NewDevice = { ...keys, device, tokenHash: randomBytes(32), at: AT };
        return operation('openSession', account, facts, 20);
      };
      const newDevice = (id: string = randomUUID()): number => done<{ row: number }>(committer, openSession(id)).row;
      const senderId = randomUUID();
      const sender = newDevice(senderId);
      const boxes: Box[] = [0, 1, 2].map(() => ({ row: newDevice(), last: 0, held: [] }));
      const box = (index: number): Box => boxes[index] as Box;

      let jobs: Job[] = [];
      let expected: unknown[] = [];
      const ask = (job: Job, result: unknown = { type: 'done', value: undefined }): void => {
        jobs.push(job);
        expected.push(result);
      };
      const commit = (): void => {
        const results: readonly Result[] = jobs.length > 0 ? committer.commit(jobs) : [];
        expect(results).toEqual(expected);
        jobs = [];
        expected = [];
      };
      const forget = (of: Box, through: number): void => {
        of.held = of.held.filter(({ seq }) => seq > through);
      };
      const reopen = (): void => {
        committer.close();
        committer = openCommitter(file, LIMITS);
      };
      let at = AT;

      for (const next of steps) {
        if (next.act === 'send') {
          at += 1;
          const devices = next.to.map((index) => box(index).row);
          const bodies = devices.map((row) => `"${at} for ${row}"`.padEnd(next.long === 0 ? LONG : 0, '.'));
          next.to.forEach((index, i) => {
            box(index).last += 1;
            box(index).held.push({ seq: box(index).last, at, kind: 'envelope', body: bodies[i] ?? '' });
          });
          const seqs = next.to.map((index) => box(index).last);
          ask(
            { type: 'append', append: { sender, envelope: randomUUID(), at, devices, bodies } },
            { type: 'stored', seqs },
          );
        } else if (next.act === 'acknowledge') {
          const through = box(next.who).last - next.behind;
          ask({ type: 'acknowledge', device: box(next.who).row, through });
          forget(box(next.who), through);
        } else if (next.act === 'expire') {
          const { row, held } = box(next.who);
          ask(operation('forgetMail', row, at - next.age));
          forget(box(next.who), held.findLast((item) => item.at < at - next.age)?.seq ?? 0);
        } else if (next.act === 'fail') {
          // There is such a device already: the whole commit is rolled back, and its jobs are done one by one.
          ask(openSession(senderId), expect.objectContaining({ type: 'failed' }));
          commit();
        } else {
          commit();
          if (next.act === 'reopen') reopen();
        }
      }
      commit();
      for (const { row, held } of boxes) expect(mailOf(committer, row)).toEqual(held);
      reopen();
      for (const { row, held } of boxes) expect(mailOf(committer, row)).toEqual(held);
      committer.close();
      rmSync(folder, { recursive: true });
    }),
    { numRuns: 60, endOnFailure: true, examples: [[forgottenMidway]] },
  );
}, 30_000);
