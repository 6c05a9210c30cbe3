import type { Instant } from '#shared/protocol/ids.ts';
import {
  accountChoice,
  accountDeletion,
  accountRecord,
  passwordChange,
  recoveryCodes,
  secondFactorBeginning,
  secondFactorCode,
  secondFactorProof,
  secondFactorSecret,
} from '#shared/protocol/own-account.ts';
import { Refusal } from '../../http/refusal.ts';
import { nothing, type Route, route } from '../../http/route.ts';
import type { People } from '../../hub/people.ts';
import type { Store } from '../../store/store.ts';
import type { Accounts } from './accounts.ts';
import type { Emails } from './at-rest.ts';
import type { RemoveAccount } from './removal.ts';
import type { SecondFactors } from './second-factors.ts';

export interface OwnAccountRoutesOptions {
  readonly store: Store;
  readonly people: People;
  readonly accounts: Accounts;
  readonly secondFactors: SecondFactors;
  readonly emails: Emails;
  readonly removeAccount: RemoveAccount;
  /** For which calls ring at people who have chosen nothing else. */
  readonly ringSeconds: number;
  readonly clock: () => Instant;
}

/** What people do with their own account as a whole: they see what is kept of it, and end it. */
export const ownAccountRoutes = (options: OwnAccountRoutesOptions): readonly Route[] => {
  const { store, people, accounts, secondFactors, emails, removeAccount, ringSeconds, clock } = options;
  return [
    route(
      {
        method: 'GET',
        path: '/api/account',
        summary: 'All that the relay keeps of one’s account and that is not sealed',
        by: 'session',
        answers: accountRecord,
        refuses: [],
      },
      async ({ device: { person } }) => {
        const kept = await store.accountRecord(person.row);
        if (!kept) throw new Refusal('unauthorized', 'no session');
        return {
          uid: kept.uid,
          login: kept.login,
          role: kept.role,
          email: emails.read(kept.uid, kept.email),
          findable: kept.findable,
          ring_seconds: kept.ringSeconds,
          default_ring_seconds: ringSeconds,
          created_at: kept.createdAt,
          last_seen: kept.lastSeen,
          sessions: [...kept.sessions],
          contacts: [...kept.contacts],
          push_endpoints: [...kept.pushEndpoints],
          mail: kept.mail,
          files: kept.files,
          backup_bytes: kept.backupBytes,
          rooms: [...kept.rooms],
          ...(kept.secondFactor && {
            second_factor: { since: kept.secondFactor.since, recovery_codes: kept.secondFactor.recoveryCodes },
          }),
        };
      },
    ),

    route(
      {
        method: 'POST',
        path: '/api/account',
        summary:
          'Changes whether one is found by people who have nothing to do with one yet, or how long calls to one ring',
        by: 'session',
        body: accountChoice,
        answers: nothing,
        status: 204,
        refuses: ['disk_full'],
      },
      async ({ device: { person }, body }) => {
        // Held: whoever is loaded anew meanwhile would be as they were before.
        people.hold(person);
        try {
          if ('findable' in body) {
            await store.setFindable(person.row, body.findable);
            person.findable = body.findable;
          } else {
            await store.setRingSeconds(person.row, body.ring_seconds);
            person.ringSeconds = body.ring_seconds;
          }
        } finally {
          people.release(person);
        }
      },
    ),

    route(
      {
        method: 'POST',
        path: '/api/account/password',
        summary: 'Changes one’s password; devices that are signed in stay so',
        by: 'session',
        body: passwordChange,
        answers: nothing,
        status: 204,
        refuses: ['bad_credentials', 'weak_password', 'rate_limited', 'unavailable', 'disk_full'],
      },
      ({ device: { person }, body }) => accounts.changePassword(person, body),
    ),

    route(
      {
        method: 'POST',
        path: '/api/account/second-factor',
        summary: 'A secret for one’s authenticator app; it is asked for nowhere until a code of it has been shown',
        by: 'session',
        body: secondFactorBeginning,
        answers: secondFactorSecret,
        status: 201,
        refuses: ['bad_credentials', 'forbidden', 'rate_limited', 'unavailable'],
      },
      async ({ device: { person }, body, host }) => {
        await accounts.confirm(person, body.password);
        return secondFactors.begin(person, host);
      },
    ),

    route(
      {
        method: 'POST',
        path: '/api/account/second-factor/confirmation',
        summary: 'Asks for a code at every sign-in from now on, where this is one; answers recovery codes, once',
        by: 'session',
        body: secondFactorCode,
        answers: recoveryCodes,
        status: 201,
        refuses: ['second_factor_wrong', 'forbidden', 'not_found', 'rate_limited', 'disk_full'],
      },
      async ({ device: { person }, body, ip }) => ({
        recovery_codes: [...(await secondFactors.turnOn(person, body.code, ip))],
      }),
    ),

    route(
      {
        method: 'POST',
        path: '/api/account/second-factor/recovery-codes',
        summary: 'Other recovery codes in place of those there were; answers them, once',
        by: 'session',
        body: secondFactorProof,
        answers: recoveryCodes,
        status: 201,
        refuses: ['bad_credentials', 'second_factor_wrong', 'not_found', 'rate_limited', 'unavailable', 'disk_full'],
      },
      async ({ device: { person }, body, ip }) => {
        await accounts.confirm(person, body.password);
        return { recovery_codes: [...(await secondFactors.renewRecoveryCodes(person, body.code, ip))] };
      },
    ),

    route(
      {
        method: 'POST',
        path: '/api/account/second-factor/removal',
        summary: 'Asks for no code any more',
        by: 'session',
        body: secondFactorProof,
        answers: nothing,
        status: 204,
        refuses: ['bad_credentials', 'second_factor_wrong', 'not_found', 'rate_limited', 'unavailable', 'disk_full'],
      },
      async ({ device: { person }, body, ip }) => {
        await accounts.confirm(person, body.password);
        await secondFactors.turnOff(person, body.code, ip);
      },
    ),

    route(
      {
        method: 'POST',
        path: '/api/account/deletion',
        summary: 'Deletes one’s account and everything the relay keeps of it',
        by: 'session',
        body: accountDeletion,
        answers: nothing,
        status: 204,
        refuses: ['bad_credentials', 'last_admin', 'not_found', 'rate_limited', 'unavailable'],
      },
      async ({ device: { person }, body }) => {
        await accounts.confirm(person, body.password);
        await removeAccount(person, { account: person.uid, at: clock() });
      },
    ),
  ];
};
