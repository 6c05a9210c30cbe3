import type { IssuedAccessKey } from '#shared/protocol/administration.ts';
import { newSubscription } from '#tests/relay/push/push-subscription.ts';
import { befriend, newPerson, PASSWORD, request, signIn } from '#tests/relay/test-client.ts';
import type { Known } from './arbitrary-of.ts';
import type { Who } from './requests.ts';

/** Whoever asks in the tests of one route, and what is there to be asked for. */
export interface Cast {
  readonly known: Known;
  tokenOf(who: Who): string | undefined;
  /** Lets everybody make an account, whatever a request has set. */
  openRegistration(): Promise<void>;
  /** Signs those in again whom a request has signed out. */
  signInAgain(): Promise<void>;
  leave(): void;
}

export const ADMIN = 'keeper';
/** Nobody takes pushes there. */
export const PUSH_SERVICE = 'localhost:9';
const BYTES = 100;

/** Ann asks. Bo is a contact of hers and calls her; both have files on their way. */
export const newCast = async (url: string): Promise<Cast> => {
  const ann = await newPerson(url, 'ann');
  const bo = await newPerson(url, 'bo');
  const cy = await newPerson(url, 'cy');
  await befriend(ann, bo);
  const login = ann.session.account.login;
  const tokens = { person: '', admin: '' };
  const signInAgain = async (): Promise<void> => {
    tokens.person = (await signIn(url, login)).token;
    tokens.admin = (await signIn(url, ADMIN)).token;
  };
  await signInAgain();
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
    openRegistration: async () => {
      await request(url, '/api/admin/registration', { method: 'POST', token: tokens.admin, body: { mode: null } });
    },
    signInAgain,
    leave: () => {
      for (const device of [ann, bo, cy]) device.close();
    },
  };
};
