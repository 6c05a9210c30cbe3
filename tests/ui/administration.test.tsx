import { expect, test, vi } from 'vitest';
import type { Administration } from '#shared/client/client.ts';
import { failed, type Outcome } from '#shared/core/reason.ts';
import type { ListedAccount, Overview } from '#shared/protocol/administration.ts';
import type { AuditEntry } from '#shared/protocol/audit.ts';
import { draw } from '#tests/fakes/drawn.tsx';
import { bo } from '#tests/fakes/ids.ts';
import { quiet, until } from '#tests/fakes/until.ts';

const account: ListedAccount = {
  uid: bo,
  login: 'bo',
  role: 'person',
  disabled: false,
  created_at: 0,
  online: false,
  second_factor: false,
  devices: 1,
  mail: { items: 0, bytes: 0 },
  files: { items: 0, bytes: 0 },
};

const closed = vi.fn();

/** A part of the page, over a relay that does this and cannot be reached for anything else. */
const administering = (part: 'admission' | 'account' | 'audit', relay: Partial<Administration>) =>
  draw(async () => {
    const [{ AdministeredContext }, { Admission }, { AccountDialog }, { AuditLog }] = await Promise.all([
      import('#shared/ui/admin/administered.ts'),
      import('#shared/ui/admin/admission.tsx'),
      import('#shared/ui/admin/account-dialog.tsx'),
      import('#shared/ui/admin/audit-log.tsx'),
    ]);
    const away = { sessions: async () => failed('offline'), accessKeys: async () => failed('offline') };
    const administered = {
      administration: { ...away, ...relay } as Administration,
      overview: () => ({ registration: { mode: 'open', configured: 'open' } }) as Overview,
      look: async () => {},
    };
    return () => (
      <AdministeredContext.Provider value={administered}>
        {part === 'admission' && <Admission />}
        {part === 'account' && <AccountDialog account={account} onClose={closed} />}
        {part === 'audit' && <AuditLog />}
      </AdministeredContext.Provider>
    );
  }, {});

test('where it is not known on which devices somebody is signed in, nobody is told that there is none', async () => {
  const { page, words } = await administering('account', {});
  await until(() => page.textContent.includes(words.reasons.offline));
  expect(page.textContent).not.toContain(words.admin.noSessions);
});

test('what is done to an account is waited for', async () => {
  const answer = Promise.withResolvers<Outcome<never>>();
  const { pressEscape, button, page, words } = await administering('account', {
    changeAccount: () => answer.promise,
  });
  button(words.admin.disable).click();
  pressEscape();
  await quiet();
  expect(closed).not.toHaveBeenCalled();
  answer.resolve(failed('last_admin'));
  await until(() => page.textContent.includes(words.reasons.last_admin));
  pressEscape();
  await until(() => closed.mock.calls.length > 0);
});

test('keys that could not be asked for are not passed over in silence', async () => {
  const { page, button, words } = await administering('admission', {});
  await until(() => page.textContent.includes(words.reasons.offline));
  button(words.common.tryAgain);
});

test('an admission that was refused is not shown as chosen', async () => {
  const { page, words } = await administering('admission', {
    accessKeys: async () => ({ ok: true, value: [] }),
    setRegistration: async () => failed('offline'),
  });
  const modes = [...page.querySelectorAll<HTMLInputElement>('[type="radio"]')];
  const [open, , closed] = modes;
  for (const input of modes) input.checked = input === closed;
  closed?.dispatchEvent(new Event('change', { bubbles: true }));
  await until(() => page.textContent.includes(words.reasons.offline));
  await until(() => open?.checked === true && !closed?.checked);
});

test('a page of the log that is asked for twice is there once', async () => {
  const entry = (id: number): AuditEntry => ({
    id,
    at: 0,
    actor: null,
    act: 'sessions-ended',
    target: null,
    detail: `entry ${id}`,
    previous: '',
    hash: '',
  });
  const answers: (() => void)[] = [];
  const { page, button, words } = await administering('audit', {
    auditLog: async (before) => {
      if (before !== undefined) await new Promise<void>((answer) => void answers.push(answer));
      const entries = before === undefined ? [entry(2)] : [entry(1)];
      return { ok: true, value: { entries, logins: [], more: before === undefined } };
    },
  });
  await until(() => page.textContent.includes('entry 2'));
  const more = button(words.admin.more);
  more.click();
  // A browser does not press what is disabled.
  if (!more.disabled) more.click();
  await until(() => answers.length > 0);
  for (const answer of answers) answer();
  await until(() => page.textContent.includes('entry 1'));
  expect(page.querySelectorAll('li')).toHaveLength(2);
});
