import { describe, expect, test } from 'vitest';
import { presence } from '#shared/core/presence/transition.ts';
import { noRoster, roster } from '#shared/core/roster/transition.ts';
import type { Contact } from '#shared/protocol/frames.ts';
import { ann, bo, cy } from '#tests/fakes/ids.ts';

const contact = (account: string, login: string, relation: Contact['relation'] = 'contact'): Contact => ({
  account,
  login,
  relation,
});
const two = [contact(ann, 'ann'), contact(bo, 'bo', 'incoming')];

describe('the roster', () => {
  test('is shown from the store until the relay has told it', () => {
    const [remembered, effects] = roster(noRoster, { type: 'roster-remembered', contacts: two });
    expect(effects).toEqual([]);
    expect(remembered.loaded).toBe(true);
    const [told, copies] = roster(remembered, { type: 'roster-told', contacts: [contact(ann, 'ann')] });
    expect([...told.contacts.keys()]).toEqual([ann]);
    expect(copies).toEqual([{ type: 'roster-copy', contacts: [contact(ann, 'ann')] }]);
    expect(roster(told, { type: 'roster-remembered', contacts: two })[0]).toBe(told);
  });

  test('told the same again, it is the same object, and nothing is written', () => {
    const [told] = roster(noRoster, { type: 'roster-told', contacts: two });
    const [again, effects] = roster(told, { type: 'roster-told', contacts: two.map((one) => ({ ...one })) });
    expect(again).toBe(told);
    expect(effects).toEqual([]);
  });

  test('[RO5] a change replaces the one contact and leaves the others the objects they are', () => {
    const [told] = roster(noRoster, { type: 'roster-told', contacts: two });
    const [next, effects] = roster(told, { type: 'contact-told', contact: contact(bo, 'bo') });
    expect(next.contacts.get(bo)?.relation).toBe('contact');
    expect(next.contacts.get(ann)).toBe(told.contacts.get(ann));
    expect(effects).toEqual([{ type: 'contact-copy', contact: contact(bo, 'bo') }]);
    const [whole] = roster(next, {
      type: 'roster-told',
      contacts: [...two.map((one) => ({ ...one })), contact(cy, 'cy')],
    });
    expect(whole.contacts.get(ann)).toBe(told.contacts.get(ann));
  });

  test('[RO3] `none` takes a person off, and is stale for one who is not there', () => {
    const [told] = roster(noRoster, { type: 'roster-told', contacts: two });
    const [next] = roster(told, { type: 'contact-told', contact: contact(ann, 'ann', 'none') });
    expect([...next.contacts.keys()]).toEqual([bo]);
    expect(roster(next, { type: 'contact-told', contact: contact(ann, 'ann', 'none') })).toEqual([next, []]);
    expect(roster(next, { type: 'contact-told', contact: contact(bo, 'bo', 'incoming') })[0]).toBe(next);
  });
});

test('the login of someone who is no longer on the list is remembered', () => {
  const [told] = roster(noRoster, { type: 'roster-told', contacts: two });
  const [next] = roster(told, { type: 'contact-told', contact: contact(ann, 'ann', 'none') });
  expect(next.logins?.get(ann)).toBe('ann');
  const former = [contact(bo, 'bo'), contact(cy, 'cy', 'none')];
  const [remembered] = roster(next, { type: 'roster-remembered', contacts: former });
  expect(remembered.logins?.get(cy)).toBe('cy');
  expect([...remembered.contacts.keys()]).toEqual([bo]);
  expect(roster(remembered, { type: 'roster-remembered', contacts: former })[0]).toBe(remembered);
});

describe('presence', () => {
  const told = presence(new Map(), {
    type: 'presence-told',
    people: [
      { account: ann, status: 'online' },
      { account: bo, status: 'offline', last_seen: 5 },
    ],
  });

  test('[PR2] the newest of each person counts', () => {
    const next = presence(told, { type: 'presence-told', people: [{ account: bo, status: 'in-call' }] });
    expect(next.get(bo)).toEqual({ account: bo, status: 'in-call' });
    expect(next.get(ann)).toBe(told.get(ann));
  });

  test('what is no news changes nothing', () => {
    expect(presence(told, { type: 'presence-told', people: [{ account: bo, status: 'offline', last_seen: 5 }] })).toBe(
      told,
    );
    expect(
      presence(told, { type: 'presence-told', people: [{ account: bo, status: 'offline', last_seen: 6 }] }),
    ).not.toBe(told);
  });

  test('it expires with the link', () => {
    const gone = presence(told, { type: 'presence-expired' });
    expect(gone.size).toBe(0);
    expect(presence(gone, { type: 'presence-expired' })).toBe(gone);
  });
});
