import type { Restoration } from '#shared/core/identity/recovery.ts';
import { done, failed, type Outcome } from '#shared/core/reason.ts';
import { directConversation } from '#shared/protocol/conversation.ts';
import { keepBelongings } from '../identity/belongings.ts';
import type { IdentityKeys, OwnIdentity, RecoveryKey } from '../identity/identity-keys.ts';
import type { DeviceDirectory } from '../mail/device-directory.ts';
import { say } from '../mail/say.ts';
import type { Chance, Clock, History, RelayApi, StoredSession, Windows } from '../ports.ts';
import { publicHalf, recoveryPair } from '../seal/recovery.ts';
import { isOpenedBy, openBackup, sealBackup } from './backup.ts';
import { readWords } from './words.ts';

type KeptKey = NonNullable<OwnIdentity['recovery']>;

export interface RecoveryOptions {
  readonly history: History;
  readonly windows: Windows;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly api: RelayApi;
  readonly directory: DeviceDirectory;
  readonly identities: () => Promise<IdentityKeys>;
  readonly session: () => StoredSession | undefined;
  /** There is a recovery key; something waits to be sent to the own other devices. */
  readonly onKept: () => void;
  /** This device has been given its account's key. */
  readonly onTaken: () => void;
}

/** What a person gets back with 24 words when every device is gone. The devices keep only what seals to them. */
export interface Recovery {
  /** These words are the recovery key from now on, in place of the one before. */
  keep(words: readonly string[]): Promise<Outcome>;
  /** Renews the backup where what is in it has changed. */
  renew(): Promise<Outcome>;
  restore(text: string): Promise<Restoration>;
}

const refused = (reason: Extract<Outcome, { ok: false }>['reason']): Restoration => ({
  ok: false,
  why: 'refused',
  reason,
});

export const createRecovery = (options: RecoveryOptions): Recovery => {
  const { history, windows, clock, chance, api, directory, identities, session, onKept, onTaken } = options;

  const packed = async (identity: OwnIdentity, recovery: KeptKey) => {
    const { seed, hash } = await identities();
    const [pins, privacy, bytes] = await Promise.all([history.pins(), history.privacy(), seed(identity)]);
    const { key, since } = recovery;
    const belongings = { seed: bytes, pins, recovery: { key, since }, privacy };
    const digest = String(await hash(JSON.stringify([identity.key, key, pins, privacy])));
    return { belongings, digest };
  };

  const save = async (self: StoredSession, identity: OwnIdentity, recovery: KeptKey): Promise<Outcome> => {
    const { belongings, digest } = await packed(identity, recovery);
    if (recovery.saved === digest) return done;
    const backup = await sealBackup(recovery.key, self.account.uid, belongings);
    const answer = await api.saveBackup(self.relay, self.token, backup);
    if (answer.ok) await history.saveRecovery(identity.key, { ...recovery, saved: digest });
    return answer;
  };

  /** One at a time, over all contexts: the newest is saved last. */
  const alone = async (work: () => Promise<Outcome>): Promise<Outcome> => {
    let outcome: Outcome = failed('offline');
    await windows.exclusive('recovery', async () => {
      outcome = await work();
    });
    return outcome;
  };

  const renewNow = async (): Promise<Outcome> => {
    const [self, identity] = [session(), await history.identity()];
    const recovery = identity?.recovery;
    if (!self || !identity || !recovery || (await packed(identity, recovery)).digest === recovery.saved) return done;
    const present = await api.backup(self.relay, self.token);
    if (!present.ok && present.reason !== 'not_found') return present;
    // Another device has made another recovery key; it will say so.
    if (present.ok && !(await isOpenedBy(present.value, recovery.key))) return done;
    return save(self, identity, recovery);
  };

  const keepNow = async (words: readonly string[]): Promise<Outcome> => {
    const [self, identity] = [session(), await history.identity()];
    const read = readWords(words.join(' '));
    if (!self) return failed('unauthorized');
    if (!identity || !('entropy' in read)) return failed('unconfirmed');
    const recovery: RecoveryKey = { key: await publicHalf(await recoveryPair(read.entropy)), since: clock.now() };
    const saved = await save(self, identity, recovery);
    if (!saved.ok) return saved;
    const { uid } = self.account;
    await say({ history, clock, chance }, uid, directConversation(uid, uid), { type: 'recovery', ...recovery });
    onKept();
    return done;
  };

  /** The identity that the account goes by at the relay; `undefined` where there is none yet. */
  const currentKey = async (self: StoredSession): Promise<Outcome<string | undefined>> => {
    const asked = await directory.ask([self.account.uid]);
    return asked.ok ? { ok: true, value: asked.value.lists[0]?.list.identity_key } : asked;
  };

  return {
    keep: (words) => alone(() => keepNow(words)),
    renew: () => alone(renewNow),

    restore: async (text) => {
      const read = readWords(text);
      if (!('entropy' in read)) return read;
      const self = session();
      if (!self) return refused('unauthorized');
      const backup = await api.backup(self.relay, self.token);
      if (!backup.ok) return backup.reason === 'not_found' ? { ok: false, why: 'missing' } : refused(backup.reason);
      const belongings = await openBackup(await recoveryPair(read.entropy), self.account.uid, backup.value);
      if (!belongings) return { ok: false, why: 'other-key' };
      const { restore } = await identities();
      const identity = await restore(belongings.seed);
      const current = await currentKey(self);
      if (!current.ok) return refused(current.reason);
      if (current.value !== undefined && current.value !== identity.key) return { ok: false, why: 'replaced' };
      await windows.exclusive('identity', () => keepBelongings(options, self, identity, belongings));
      onTaken();
      return { ok: true };
    },
  };
};
