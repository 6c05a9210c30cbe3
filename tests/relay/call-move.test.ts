import { describe, expect, test } from 'vitest';
import type { CallParty } from '#shared/protocol/call.ts';
import { desk, invitation, party } from './call-desk.ts';

const [ann, bo, cy] = ['ann', 'bo', 'cy'];

describe('[CA16] an answered call goes over to another device', () => {
  const moved = (by: CallParty, from: string, before = desk()) => {
    before.book.invite(invitation('1', party(ann), bo), 0);
    before.book.apply('1', { type: 'accept', party: party(bo), waiting: false }, 1_000);
    before.book.apply('1', { type: 'join', party: by, from }, 2_000);
    return before;
  };
  const annsOther = party(ann, 'ann-2');

  test.each([
    ['the caller', annsOther, 'ann-1', { caller: annsOther, answerer: party(bo) }],
    ['whoever answered', party(bo, 'bo-2'), 'bo-1', { caller: party(ann), answerer: party(bo, 'bo-2') }],
  ] as const)('it is one step for %s, and outlives a restart', (_, by, from, parties) => {
    const { told, saved } = moved(by, from);
    expect(told.map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(told.at(-1)).toMatchObject({ state: 'accepted', answered_at: 1_000, ...parties });
    expect(saved.at(-1)).toEqual(told.at(-1));
  });

  test('nobody takes the place of somebody else, or of a device that is not in it', () => {
    for (const [by, from] of [
      [party(cy), 'ann-1'],
      [party(bo, 'bo-2'), 'ann-1'],
      [annsOther, 'bo-1'],
      [annsOther, 'ann-3'],
    ] as const)
      expect(moved(by, from).told).toHaveLength(2);
  });

  test('what nobody has answered is not moved', () => {
    const { book, told } = desk();
    book.invite(invitation('1', party(ann), bo), 0);
    book.apply('1', { type: 'ringing', account: bo, device: 'bo-1' }, 1);
    for (const [by, from] of [
      [annsOther, 'ann-1'],
      [party(bo, 'bo-2'), 'bo-1'],
    ] as const)
      book.apply('1', { type: 'join', party: by, from }, 2);
    expect(told.map(({ state }) => state)).toEqual(['proposed', 'ringing']);
  });

  test('of two devices at once the first has it', () => {
    const { book, told } = moved(annsOther, 'ann-1');
    book.apply('1', { type: 'join', party: party(ann, 'ann-3'), from: 'ann-1' }, 2_000);
    expect(told.at(-1)).toMatchObject({ version: 3, caller: annsOther });
  });

  test('the former device neither joins nor ends it, nor counts as gone', () => {
    const { book, told, summaries } = moved(annsOther, 'ann-1');
    book.apply('1', { type: 'join', party: party(ann, 'ann-1', 'next'), from: undefined }, 3_000);
    book.apply('1', { type: 'end', account: ann, device: 'ann-1', reason: 'reconnect-failed' }, 3_000);
    book.endpointGone(ann, 'ann-1-socket', 3_000);
    book.endpointGone(bo, 'bo-1-socket', 3_000);
    book.tick(1_000_000);
    expect(told.at(-1)).toMatchObject({ version: 3, state: 'accepted', caller: annsOther });
    book.apply('1', { type: 'end', account: ann, device: 'ann-2', reason: undefined }, 1_000_001);
    expect(told.at(-1)).toMatchObject({ reason: 'hang-up', ended_by: { device: 'ann-2' } });
    expect(summaries).toEqual(['1']);
  });

  test('media of the former device is not that of the new one', () => {
    const before = desk();
    before.book.invite(invitation('1', party(ann), bo), 0);
    before.book.apply('1', { type: 'accept', party: party(bo), waiting: false }, 1);
    before.book.apply('1', { type: 'connected', device: 'ann-1' }, 2);
    before.book.apply('1', { type: 'join', party: annsOther, from: 'ann-1' }, 3);
    before.book.apply('1', { type: 'connected', device: 'bo-1' }, 4);
    expect(before.told.at(-1)).toMatchObject({ state: 'accepted' });
    before.book.apply('1', { type: 'connected', device: 'ann-2' }, 5);
    expect(before.told.at(-1)).toMatchObject({ state: 'connected' });
  });
});
