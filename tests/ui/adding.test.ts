import { expect, test } from 'vitest';
import type { Outcome } from '#shared/core/reason.ts';
import type { Person } from '#shared/protocol/account-api.ts';
import { draw } from '#tests/fakes/drawn.tsx';
import { ann, bo, cy } from '#tests/fakes/ids.ts';
import { until } from '#tests/fakes/until.ts';

const addContact = async () => (await import('#shared/ui/roster/add-contact.tsx')).AddContact;

/** The dialog, and the answers of a relay that takes its time. */
const adding = async () => {
  const asked: { readonly query: string; readonly answer: (outcome: Outcome<Person>) => void }[] = [];
  const find = (query: string) => new Promise<Outcome<Person>>((answer) => void asked.push({ query, answer }));
  const drawn = await draw(addContact, { self: ann }, { change: ({ people }) => ({ people: { ...people, find } }) });
  return { ...drawn, asked };
};

test('whoever was looked for is found', async () => {
  const { page, type, submit, asked } = await adding();
  type('bo');
  submit();
  asked[0]?.answer({ ok: true, value: { uid: bo, login: 'bo' } });
  await until(() => page.textContent.includes(bo));
});

test('nobody is offered for a login over which another one has been typed', async () => {
  const { page, type, submit, button, asked } = await adding();
  type('bo');
  submit();
  type('cy');
  asked[0]?.answer({ ok: true, value: { uid: bo, login: 'bo' } });
  await until(() => !button('Find').disabled);
  expect(page.textContent).not.toContain(bo);
  submit();
  asked[1]?.answer({ ok: true, value: { uid: cy, login: 'cy' } });
  await until(() => page.textContent.includes(cy));
});

test('that nobody is called what was typed before is not said of what is typed now', async () => {
  const { page, type, submit, button, words, asked } = await adding();
  type('b');
  submit();
  type('bo');
  asked[0]?.answer({ ok: false, reason: 'not_found' });
  await until(() => !button('Find').disabled);
  expect(page.textContent).not.toContain(words.addContact.nobody);
});
