import { expect, test } from 'vitest';
import { watchRing } from '../../extension/worker/ring.ts';
import { ann, ended, incoming, stateOnly } from './fake-client.ts';

const watch = () => {
  const heard: string[] = [];
  const { client, become } = stateOnly();
  watchRing(client, { show: ({ call }) => heard.push(`+${call[0]}`), remove: (call) => heard.push(`-${call[0]}`) });
  return { heard, become };
};

const here = { ...incoming, ringsHere: true };

test('a call whose ring another window has taken is not shown', () => {
  const { heard, become } = watch();
  become({ call: incoming });
  become({ call: { phase: 'none' } });
  expect(heard).toEqual([]);
});

test('a call that no window has taken is shown once', () => {
  const { heard, become } = watch();
  become({ call: incoming });
  become({ call: here });
  become({ call: { ...here, version: 3 } });
  expect(heard).toEqual(['+2']);
});

test('it stays shown when the call window opened for it takes the ring over', () => {
  const { heard, become } = watch();
  become({ call: here });
  become({ call: incoming });
  become({ call: here });
  expect(heard).toEqual(['+2']);
});

test.each([
  ['answered elsewhere', ended({ kind: 'answered-elsewhere' })],
  ['cancelled', ended({ kind: 'ended', reason: 'cancelled', by: 'them', seconds: 0 })],
  ['being answered here', { ...here, answering: 'audio' }],
  ['gone', { phase: 'none' }],
] as const)('it goes when the call is %s', (_, call) => {
  const { heard, become } = watch();
  become({ call: here });
  become({ call });
  expect(heard).toEqual(['+2', '-2']);
});

test('the next call takes its place', () => {
  const { heard, become } = watch();
  become({ call: here });
  become({ call: { ...here, call: ann } });
  expect(heard).toEqual(['+2', '-2', '+1']);
});
