import { expect, test, vi } from 'vitest';
import { done, failed, type Outcome } from '#shared/core/reason.ts';
import { draw } from '#tests/fakes/drawn.tsx';
import { quiet, until } from '#tests/fakes/until.ts';

const changing = async () => (await import('#shared/ui/settings/change-password-dialog.tsx')).ChangePasswordDialog;
const removing = async () => (await import('#shared/ui/settings/remove-account-dialog.tsx')).RemoveAccountDialog;
const renewing = async () => (await import('#shared/ui/settings/recovery-codes-dialog.tsx')).RecoveryCodesDialog;

const OLD = 'the password of ann';
const FRESH = 'another one of ann';

/** The dialog over a relay that knows the password of ann. */
const dialog = async (account: { change?: () => Outcome | Promise<Outcome>; sessions?: () => Outcome<never> } = {}) => {
  let present = OLD;
  const asked: string[] = [];
  const changePassword = async (password: string, fresh: string): Promise<Outcome> => {
    asked.push(password);
    if (password !== present) return failed('bad_credentials');
    const answer = account.change?.() ?? done;
    // An answer that is lost is to something that was done.
    present = fresh;
    return answer;
  };
  const onChanged = vi.fn();
  const onClose = vi.fn();
  const drawn = await draw(
    changing,
    { onChanged, onClose },
    {
      change: (client) => ({
        account: {
          ...client.account,
          changePassword,
          sessions: async () => account.sessions?.() ?? { ok: true, value: [] },
        },
      }),
    },
  );
  const typeBoth = () => {
    drawn.type(OLD, '[autocomplete="current-password"]');
    drawn.type(FRESH, '[autocomplete="new-password"]');
  };
  return { ...drawn, typeBoth, onChanged, onClose, asked };
};

test('where the others could not be signed out, it is tried again with the password that is there now', async () => {
  let isBack = false;
  const { typeBoth, find, submit, page, words, onChanged, asked } = await dialog({
    sessions: () => (isBack ? { ok: true, value: [] as never } : failed('offline')),
  });
  typeBoth();
  const alone = find<HTMLInputElement>('[role="switch"]');
  alone.checked = true;
  alone.dispatchEvent(new Event('change', { bubbles: true }));
  submit();
  await until(() => page.textContent.includes(words.ownAccount.othersStayed(words.reasons.offline)));
  isBack = true;
  submit();
  await until(() => onChanged.mock.calls.length > 0);
  expect(asked).toEqual([OLD]);
});

test('a password that was changed by a try whose answer was lost is not called wrong', async () => {
  const answers: Outcome[] = [failed('offline'), done];
  const { typeBoth, submit, page, words, onChanged, asked } = await dialog({ change: () => answers.shift() ?? done });
  typeBoth();
  submit();
  await until(() => page.textContent.includes(words.reasons.offline));
  submit();
  await until(() => onChanged.mock.calls.length > 0);
  expect(asked).toEqual([OLD, OLD, FRESH]);
});

test('a wrong password is called wrong, also where nobody else could sign in with it', async () => {
  const { type, submit, page, words } = await draw(
    removing,
    { onClose: () => {} },
    { change: ({ account }) => ({ account: { ...account, remove: async () => failed('bad_credentials') } }) },
  );
  type('a guess');
  submit();
  await until(() => page.textContent.includes(words.ownAccount.passwordWrong));
});

test('a dialog stays until it has said what came of what was asked for, and closes then', async () => {
  const answer = Promise.withResolvers<Outcome>();
  const { typeBoth, submit, pressEscape, button, page, words, onClose } = await dialog({
    change: () => answer.promise,
  });
  typeBoth();
  submit();
  await until(() => button(words.ownAccount.change).disabled);
  pressEscape();
  button(words.common.cancel).click();
  button(words.common.close).click();
  await quiet();
  expect(onClose).not.toHaveBeenCalled();
  answer.resolve(failed('rate_limited'));
  await until(() => page.textContent.includes(words.reasons.rate_limited));
  pressEscape();
  await until(() => onClose.mock.calls.length > 0);
});

test('recovery codes are shown however impatient one is', async () => {
  const answer = Promise.withResolvers<Outcome<readonly string[]>>();
  const onClose = vi.fn();
  const { type, submit, pressEscape, button, page, words } = await draw(
    renewing,
    { onClose },
    { change: ({ account }) => ({ account: { ...account, renewRecoveryCodes: () => answer.promise } }) },
  );
  type(OLD, '[autocomplete="current-password"]');
  type('123456', '[autocomplete="one-time-code"]');
  submit();
  await until(() => button(words.ownAccount.renewRecoveryCodes).disabled);
  pressEscape();
  await quiet();
  expect(onClose).not.toHaveBeenCalled();
  answer.resolve({ ok: true, value: ['one-of-them'] });
  await until(() => page.textContent.includes('one-of-them'));
});

test('a second factor that was turned off elsewhere has no codes to renew', async () => {
  const onClose = vi.fn();
  const { type, submit } = await draw(
    renewing,
    { onClose },
    { change: ({ account }) => ({ account: { ...account, renewRecoveryCodes: async () => failed('not_found') } }) },
  );
  type(OLD, '[autocomplete="current-password"]');
  type('123456', '[autocomplete="one-time-code"]');
  submit();
  await until(() => onClose.mock.calls.length > 0);
});
