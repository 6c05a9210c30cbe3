import { randomUUID } from 'node:crypto';
import type { RegisterRequest, Session, SignInRequest } from '#shared/protocol/account.ts';
import type { Instant } from '#shared/protocol/ids.ts';
import { Refusal } from '../../http/refusal.ts';
import { hashed } from '../../hub/hashed.ts';
import type { People, Person } from '../../hub/people.ts';
import type { Role, Store } from '../../store/store.ts';
import { isCommon } from './common-passwords.ts';
import type { Emails } from './emails.ts';
import type { LoginGuard } from './login-guard.ts';
import { skeleton } from './look-alikes.ts';
import type { Passwords } from './passwords.ts';
import type { Sessions } from './sessions.ts';

/** Who may make an account now. */
export interface Admittance {
  readonly registration: 'open' | 'key' | 'closed';
  /** Whether this is the one-time token of a fresh relay. */
  isClaim(token: string): boolean;
  /** The claim was used. */
  claimed(): void;
}

export interface Accounts {
  register(request: RegisterRequest): Promise<Session>;
  signIn(request: SignInRequest, ip: string): Promise<Session>;
  /** An account without a device, made by the relay itself. */
  create(
    login: string,
    password: string,
    role: Role,
    more?: { email?: string | undefined; accessKey?: string | undefined },
  ): Promise<Person | 'login_taken' | 'access_key_invalid'>;
}

export interface AccountsOptions {
  readonly store: Store;
  readonly people: People;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
  readonly emails: Emails;
  readonly guard: LoginGuard;
  readonly admittance: Admittance;
  readonly clock: () => Instant;
}

const busy = (): Refusal => new Refusal('unavailable', 'too many sign-ins at once', 2);

export const createAccounts = ({
  store,
  people,
  passwords,
  sessions,
  emails,
  guard,
  admittance,
  clock,
}: AccountsOptions): Accounts => {
  const create: Accounts['create'] = async (login, password, role, { email, accessKey } = {}) => {
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
    const made = await store.createAccount(account, accessKey === undefined ? undefined : hashed(accessKey));
    if (typeof made === 'string') return made;
    const person = await people.load(uid);
    if (!person) throw new Error('an account that was just made is not there');
    return person;
  };

  /** Refuses, or says whether an access key must be spent. */
  const admit = ({ access_key, admin_token }: RegisterRequest): 'admin' | 'person' | 'with-key' => {
    if (admin_token !== undefined) {
      if (!admittance.isClaim(admin_token)) throw new Refusal('forbidden', 'admin_token: not valid, or no longer');
      return 'admin';
    }
    if (admittance.registration === 'closed')
      throw new Refusal('registration_closed', 'this relay takes no new accounts');
    if (admittance.registration === 'open') return 'person';
    if (access_key === undefined) throw new Refusal('access_key_invalid', 'access_key: missing');
    return 'with-key';
  };

  return {
    create,

    async register(request) {
      const { login, password, email, access_key, device } = request;
      const admitted = admit(request);
      if (isCommon(password, login)) throw new Refusal('weak_password', 'password: among the first that anyone tries');
      const key = admitted === 'with-key' ? access_key : undefined;
      const person = await create(login, password, admitted === 'admin' ? 'admin' : 'person', {
        email,
        accessKey: key,
      });
      if (person === 'login_taken')
        throw new Refusal('login_taken', 'login: someone has it, or one that looks like it');
      if (person === 'access_key_invalid') throw new Refusal('access_key_invalid', 'access_key: not valid, or used');
      if (admitted === 'admin') admittance.claimed();
      return sessions.open(person, device);
    },

    async signIn({ login: typed, password, device }, ip) {
      const login = typed.trim().toLowerCase();
      const wait = await guard.wait(login, ip);
      if (wait > 0) throw new Refusal('rate_limited', 'too many tries', wait);
      const account = await store.accountByLogin(login);
      const right = await passwords.verify(account?.password, password);
      if (right === 'busy') throw busy();
      if (!right || !account) {
        await guard.failed(login);
        throw new Refusal('bad_credentials', 'login or password is wrong');
      }
      await guard.succeeded(login);
      const person = await people.load(account.uid);
      if (!person) throw new Error('an account with a password is not there');
      return sessions.open(person, device);
    },
  };
};
