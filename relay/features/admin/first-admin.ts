import type { Config } from '../../config.ts';
import type { Logger } from '../../log.ts';
import type { Store } from '../../store/store.ts';
import type { Claim } from './claim.ts';

export interface FirstAdminOptions {
  readonly store: Pick<Store, 'hasAdmin'>;
  readonly config: Pick<Config, 'ADMIN_LOGIN' | 'ADMIN_PASSWORD'>;
  readonly claim: Pick<Claim, 'open'>;
  /** Says by a text where there can be no such account. */
  readonly create: (login: string, password: string) => Promise<unknown>;
  readonly isCommon: (password: string, login: string) => boolean;
  readonly log: Logger;
}

/** Where a relay has no administrator: makes the one of its configuration, else opens a claim, whose token it resolves to. */
export const provideFirstAdmin = async (options: FirstAdminOptions): Promise<string> => {
  const { store, config, claim, create, isCommon, log } = options;
  const { ADMIN_LOGIN: login, ADMIN_PASSWORD: password } = config;
  if (await store.hasAdmin()) return '';
  if (login === undefined || password === undefined) return claim.open();
  if (isCommon(password, login))
    log.error(
      'ADMIN_PASSWORD is easy to guess; allowed: 12 to 128 characters that are more than a common word or two, the login, a pattern of the keyboard or a number. There is no administrator.',
    );
  else if (typeof (await create(login, password)) === 'string')
    log.error(`ADMIN_LOGIN: "${login}" is someone's already, or looks like it. There is no administrator.`);
  return '';
};
