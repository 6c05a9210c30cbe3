// npm run new-password -- LOGIN: another password, and no second factor, for somebody who has lost theirs where no administrator is left.
import { randomInt } from 'node:crypto';
import { loginOf } from '#shared/protocol/login.ts';
import { runErrand } from './errand.ts';
import { keptKey } from './features/accounts/kept-key.ts';
import { createPasswords } from './features/accounts/passwords.ts';
import { openForErrand } from './store/sqlite/open-for-errand.ts';

/** Nothing that is taken for something else when it is read aloud or typed. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP = 5;

const madeUp = (): string =>
  Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP }, () => LETTERS[randomInt(LETTERS.length)]).join(''),
  ).join('-');

await runErrand('npm run new-password -- LOGIN', async (dataDir, name) => {
  const login = loginOf(name);
  const data = openForErrand(dataDir);
  try {
    const account = data.accounts.accountByLogin(login);
    if (!account) throw new Error(`Nobody has the login ${login} here`);
    const password = madeUp();
    const hash = await createPasswords(keptKey(dataDir, 'password-key')).hash(password);
    const relay = { account: null, at: Date.now() };
    const wasTwo = data.atomically(() => {
      data.accounts.setPassword(account.row, hash, relay);
      return data.accounts.removeSecondFactor(account.row, relay);
    });
    const also = wasTwo ? ' Its second factor is off.' : '';
    return `The password of ${login} is ${password} from now on.${also} Devices that are signed in stay so.`;
  } finally {
    data.close();
  }
});
