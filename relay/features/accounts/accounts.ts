import { randomUUID } from 'node:crypto';
import type { RegisterRequest, RegistrationMode, Session, SignInRequest } from '#shared/protocol/account-api.ts';
import type { NewAccount } from '#shared/protocol/administration.ts';
import type { Instant } from '#shared/protocol/ids.ts';
import { loginOf } from '#shared/protocol/login.ts';
import { Refusal } from '../../http/refusal.ts';
import { hashed } from '../../hub/hashed.ts';
import type { People, Person } from '../../hub/people.ts';
import type { Actor, NewDevice, Role, Store, StoredAccount } from '../../store/store.ts';
import type { Emails } from './at-rest.ts';
import { isCommon } from './common-passwords.ts';
import type { LoginGuard } from './login-guard.ts';
import { skeleton } from './look-alikes.ts';
import type { Passwords } from './passwords.ts';
import type { SecondFactors } from './second-factors.ts';
import { disabled, type Sessions, sessionOf } from './sessions.ts';

/** Who may make an account now. */
export interface Admittance {
  registration(): RegistrationMode;
  /** Makes what the one-time token of a fresh relay is good for; it stays good where that fails. */
  claim<T>(token: string, make: () => Promise<T>): Promise<T | 'invalid'>;
}

export interface Accounts {
  register(request: RegisterRequest): Promise<Session>;
  signIn(request: SignInRequest, ip: string): Promise<Session>;
  /**
   * Refuses whoever does not know this person's password, from a device that is signed in; asks for nothing else. Who
   * fails at signing in as them does not keep them from it: these tries are counted by account.
   */
  confirm(person: Person, password: string): Promise<void>;
  /** Refuses whoever does not know the present one, and what is easy to guess. Sessions stay. */
  changePassword(person: Person, change: { password: string; new_password: string }): Promise<void>;
  /** What an administrator does for somebody who has forgotten theirs. */
  resetPassword(person: Person, password: string, by: Actor): Promise<void>;
  /** An account that an administrator makes for somebody. */
  provide(account: NewAccount, by: Actor): Promise<Person>;
  /** An account without a device, made by the relay itself. */
  create(login: string, password: string, role: Role): Promise<Person | 'login_taken' | 'access_key_invalid'>;
}

export interface AccountsOptions {
  readonly store: Store;
  readonly people: People;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
  readonly emails: Pick<Emails, 'seal'>;
  readonly guard: LoginGuard;
  readonly secondFactors: Pick<SecondFactors, 'check'>;
  readonly admittance: Admittance;
  readonly clock: () => Instant;
}

/** What an account may begin with. */
interface Beginning {
  /** Whom the audit log names. */
  readonly by?: Actor;
  readonly email?: string | undefined;
  readonly accessKey?: string | undefined;
  readonly device?: NewDevice;
}

interface PasswordTry {
  readonly login: string;
  readonly password: string;
  /** What tries in a row are counted by: a login, or a UID, which is longer than any. */
  readonly counter: string;
  /** What tries in a minute are counted by. */
  readonly from: string;
}

const easy = (): Refusal => new Refusal('weak_password', 'password: among the first that anyone tries');
const taken = (): Refusal => new Refusal('login_taken', 'login: someone has it, or one that looks like it');
const busy = (): Refusal => new Refusal('unavailable', 'too many sign-ins at once', 2);

export const createAccounts = ({
  store,
  people,
  passwords,
  sessions,
  emails,
  guard,
  secondFactors,
  admittance,
  clock,
}: AccountsOptions): Accounts => {
  const create = async (
    login: string,
    password: string,
    role: Role,
    { email, accessKey, by, device }: Beginning = {},
  ): Promise<Person | 'login_taken' | 'access_key_invalid'> => {
    const hash = await passwords.hash(password);
    if (hash === 'busy') throw busy();
    const uid = randomUUID();
    const account = {
      uid,
      login,
      skeleton: skeleton(login),
      password: hash,
      role,
      at: clock(),
      email: email === undefined ? null : emails.seal(uid, email),
    };
    const key = accessKey === undefined ? undefined : hashed(accessKey);
    const made = await (device ? store.registerAccount(account, device, key) : store.createAccount(account, key, by));
    if (typeof made === 'string') return made;
    const person = await people.load(uid);
    if (!person) throw new Error('an account that was just made is not there');
    return person;
  };

  const set = async ({ row, login }: Person, password: string, by?: Actor): Promise<void> => {
    if (isCommon(password, login)) throw easy();
    const hash = await passwords.hash(password);
    if (hash === 'busy') throw busy();
    await store.setPassword(row, hash, by);
  };

  /** Nobody waits where there is no room now: it is done at the next sign-in. */
  const renew = async ({ row, password: former }: StoredAccount, password: string): Promise<void> => {
    const hash = await passwords.hash(password);
    if (hash !== 'busy') await store.renewPassword(row, former, hash);
  };

  const join = async (request: RegisterRequest, role: Role, accessKey?: string): Promise<Session> => {
    const { login, password, email } = request;
    if (isCommon(password, login)) throw easy();
    const begun = sessions.begin(request.device);
    const person = await create(login, password, role, { email, accessKey, device: begun.device });
    if (person === 'login_taken') throw taken();
    if (person === 'access_key_invalid')
      throw new Refusal('access_key_invalid', 'access_key: not valid, expired or used up');
    return sessionOf(person, begun);
  };

  const lead = async (request: RegisterRequest, token: string): Promise<Session> => {
    const session = await admittance.claim(token, () => join(request, 'admin'));
    if (session === 'invalid') throw new Refusal('forbidden', 'admin_token: not valid, or no longer');
    return session;
  };

  /** The access key that must be spent, where there must be one. Refuses where nobody may join. */
  const keyOf = ({ access_key }: RegisterRequest): string | undefined => {
    const mode = admittance.registration();
    if (mode === 'closed') throw new Refusal('registration_closed', 'this relay takes no new accounts');
    if (mode === 'open') return undefined;
    if (access_key === undefined) throw new Refusal('access_key_invalid', 'access_key: missing');
    return access_key;
  };

  /** The account with this login, where the password is its own. */
  const look = async (login: string, password: string): Promise<StoredAccount | undefined> => {
    const account = await store.accountByLogin(login);
    const right = await passwords.verify(account?.password, password);
    if (right === 'busy') throw busy();
    return right ? account : undefined;
  };

  /** The same where `more` does not refuse; refuses, and slows down whoever guesses. */
  const check = async (
    { login, password, counter, from }: PasswordTry,
    more: (account: StoredAccount) => Promise<void> = async () => undefined,
  ): Promise<StoredAccount> => {
    const wait = await guard.begin(counter, from);
    if (wait > 0) throw new Refusal('rate_limited', 'too many tries', wait);
    const account = await look(login, password).catch((notLookedAt: unknown) => {
      guard.undone(counter);
      throw notLookedAt;
    });
    if (!account) {
      guard.failed(counter);
      throw new Refusal('bad_credentials', 'login or password is wrong');
    }
    await more(account).catch((refused: unknown) => {
      guard.failed(counter);
      throw refused;
    });
    guard.succeeded(counter);
    if (passwords.isOutdated(account.password)) await renew(account, password);
    return account;
  };

  const confirm: Accounts['confirm'] = async ({ uid, login }, password) =>
    void (await check({ login, password, counter: uid, from: uid }));

  return {
    create,

    async register(request) {
      const { admin_token } = request;
      return admin_token === undefined ? join(request, 'person', keyOf(request)) : lead(request, admin_token);
    },

    async provide({ login, password, role }, by) {
      if (isCommon(password, login)) throw easy();
      const person = await create(login, password, role, { by });
      if (typeof person === 'string') throw taken();
      return person;
    },

    confirm,

    async changePassword(person, change) {
      await confirm(person, change.password);
      await set(person, change.new_password);
    },

    resetPassword: set,

    async signIn({ password, device, code, ...request }, ip) {
      const login = loginOf(request.login);
      const tried = { login, password, counter: login, from: ip };
      const account = await check(tried, (found) => secondFactors.check(found, code, ip));
      const person = await people.load(account.uid);
      if (!person) throw new Error('an account with a password is not there');
      if (person.disabled) throw disabled();
      return sessions.open(person, device);
    },
  };
};
