import type { IssuedAccessKey } from '#shared/protocol/administration.ts';
import type { SecondFactorSecret } from '#shared/protocol/own-account.ts';
import { codeOf } from '#tests/relay/authenticator.ts';
import { newSubscription } from '#tests/relay/push/push-subscription.ts';
import { befriend, newLogin, newPerson, PASSWORD, register, request, signIn } from '#tests/relay/test-client.ts';
import type { Known } from './arbitrary-of.ts';
import type { Who } from './requests.ts';

/** Whoever asks in the tests of one route, and what is there to be asked for. */
export interface Cast {
  readonly known: Known;
  tokenOf(who: Who): string | undefined;
  /** Whether no request has signed out, disabled or removed one of them. */
  isWhole(): Promise<boolean>;
  /** They go, and who may make an account is put back to what it was. */
  leave(): Promise<void>;
}

/** Asks for nothing in the requests of a test, so that none can remove the relay's first administrator. */
export const ADMIN = 'keeper';
/** Nobody takes pushes there. */
export const PUSH_SERVICE = 'localhost:9';
const BYTES = 100;

/** How far somebody's second factor is: only begun, it waits for a code of the app. */
export type SecondFactor = 'off' | 'begun' | 'on';

/** The codes that it takes next. */
const takeUp = async (url: string, token: string, upTo: SecondFactor): Promise<readonly string[]> => {
  const post = async (path: string, body: unknown) =>
    (await request(url, `/api/account/second-factor${path}`, { method: 'POST', token, body })).body;
  if (upTo === 'off') return [];
  const { secret } = (await post('', { password: PASSWORD })) as SecondFactorSecret;
  const code = codeOf(secret, Date.now());
  if (upTo === 'begun') return [code];
  return ((await post('/confirmation', { code })) as { readonly recovery_codes: readonly string[] }).recovery_codes;
};

/**
 * Ann asks, and dee does as an administrator. Bo is a contact of ann's and calls her; both have files on their way.
 * `factor`: ann's; bo's is on.
 */
export const newCast = async (url: string, factor: SecondFactor): Promise<Cast> => {
  const ann = await newPerson(url, 'ann');
  const bo = await newPerson(url, 'bo');
  const cy = await newPerson(url, 'cy');
  await befriend(ann, bo);
  const keeper = (await signIn(url, ADMIN)).token;
  const administer = (path: string, body: unknown) =>
    request(url, `/api/admin/${path}`, { method: 'POST', token: keeper, body });
  const dee = await register(url, newLogin('dee'));
  await administer(`accounts/${dee.account.uid}`, { role: 'admin' });
  const tokens = { person: ann.session.token, admin: dee.token };
  await takeUp(url, bo.session.token, 'on');
  const codes = await takeUp(url, tokens.person, factor);
  const own = async (method: string, path: string, body?: unknown): Promise<Readonly<Record<string, string>>> => {
    const answer = await request(url, path, { method, token: tokens.person, ...(body === undefined ? {} : { body }) });
    return answer.body as Readonly<Record<string, string>>;
  };

  const begin = async (): Promise<string> => (await own('POST', '/api/blobs', { to: bo.uid, size: BYTES })).blob ?? '';
  const [begun, whole] = [await begin(), await begin()];
  const put = (path: string) =>
    fetch(`${url}${path}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${tokens.person}` },
      body: new Uint8Array(BYTES),
    });
  await put(`/api/blobs/${whole}/parts/0`);
  await put('/api/recovery');
  const issued = await request(url, '/api/admin/access-keys', {
    method: 'POST',
    token: tokens.admin,
    body: { label: 'a key' },
  });
  const { id: key } = (issued.body as IssuedAccessKey).issued;
  const { test } = await own('POST', '/api/ring-tests');
  const call = crypto.randomUUID();
  await bo.ask({ type: 'call-invite', call, callee: ann.uid, media: 'audio' });
  const { endpoint, keys } = newSubscription(`https://${PUSH_SERVICE}`).subscription;

  return {
    known: {
      login: [bo.session.account.login, cy.session.account.login],
      password: [PASSWORD],
      ...(codes.length > 0 && { code: codes }),
      uid: [bo.uid, cy.uid, ann.uid],
      to: [bo.uid],
      size: [BYTES, 2 ** 20 + 1],
      '{id}': [begun, whole, 'current', String(key)],
      '{uid}': [bo.uid, cy.uid],
      '{device}': [bo.device, 'all'],
      '{part}': ['0', '1'],
      '{test}': [test],
      '{call}': [call],
      endpoint: [endpoint],
      p256dh: [keys.p256dh],
      auth: [keys.auth],
    },
    tokenOf: (who) => (who === 'nobody' ? undefined : who === 'wrong' ? `tc_s_${'A'.repeat(43)}` : tokens[who]),
    isWhole: async () => {
      const sessions = [...Object.values(tokens), bo.session.token, cy.session.token];
      const answers = await Promise.all(sessions.map((token) => request(url, '/api/account', { token })));
      return answers.every(({ status }) => status === 200);
    },
    leave: async () => {
      for (const device of [ann, bo, cy]) device.close();
      await administer('registration', { mode: null });
    },
  };
};
