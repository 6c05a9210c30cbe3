import type { Reason } from '#shared/core/reason.ts';
import type { Words } from '../strings/en.ts';

const LOGIN = /^[a-z0-9_.-]{2,32}$/;
const PASSWORD_LENGTH = 12;

export interface Fields {
  readonly login: string;
  readonly password: string;
  readonly email: string;
  /** Of the second factor, where it is asked for. */
  readonly code?: string;
}

export const isLongEnough = (password: string): boolean => password.length >= PASSWORD_LENGTH;

/** What is missing to sign in. The relay alone knows whether it is right. */
export const missingIn = (fields: Fields, words: Words): Partial<Record<keyof Fields, string>> => ({
  ...(fields.login === '' ? { login: words.account.loginMissing } : {}),
  ...(fields.password === '' ? { password: words.account.passwordMissing } : {}),
  ...(fields.code === '' ? { code: words.account.codeMissing } : {}),
});

/** What is wrong with each field of a new account, before the relay is asked. */
export const problemsOf = (fields: Fields, words: Words): Partial<Record<keyof Fields, string>> => ({
  ...(LOGIN.test(fields.login) ? {} : { login: words.account.loginWrong }),
  ...(isLongEnough(fields.password) ? {} : { password: words.account.passwordShort }),
  ...(fields.email === '' || /^\S+@\S+$/.test(fields.email) ? {} : { email: words.account.emailWrong }),
});

/** Why one's own password was not taken, or what was asked along with it. */
export const ownPasswordWords = (reason: Reason, words: Words): string =>
  reason === 'bad_credentials' ? words.ownAccount.passwordWrong : words.reasons[reason];

/** The one-time link of a fresh relay: `https://relay/#claim=TOKEN`. */
export const claimToken = (fragment: string): string | undefined => /^#claim=([\w-]+)$/.exec(fragment)?.[1];

const isLocal = (host: string): boolean => /^(localhost|127\.|\[::1\]|192\.168\.|10\.)/.test(host);

/** The origin a person means by what they typed: `tincan.example` is `https://tincan.example`. */
export const relayOrigin = (typed: string): string | undefined => {
  const text = typed.trim();
  if (text === '') return undefined;
  const address = /^https?:\/\//i.test(text) ? text : `${isLocal(text) ? 'http' : 'https'}://${text}`;
  return URL.canParse(address) ? new URL(address).origin : undefined;
};
