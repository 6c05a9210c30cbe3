import { defaultPrivacy, type Privacy } from '#shared/core/privacy/privacy.ts';
import { isSameValue } from '#shared/core/same-value.ts';
import type { Chance, Clock, History, StoredSession } from '../ports.ts';
import { concat, fromBase64, toBase64, utf8 } from '../seal/bytes.ts';
import type { OwnIdentity, RecoveryKey } from './identity-keys.ts';
import type { Pin } from './pin.ts';

/** What makes a device a person's own: the account's key, who the others are, and what they may know. */
export interface Belongings {
  /** 32 bytes. */
  readonly seed: Uint8Array<ArrayBuffer>;
  readonly pins: readonly Pin[];
  /** Where the person has made one. */
  readonly recovery?: RecoveryKey | undefined;
  /** Missing in backups of earlier versions. */
  readonly privacy?: Privacy | undefined;
}

/** Sealed, and written as base64 twice, it still fits one frame. */
const PART_BYTES = 16 * 1024;

export const packBelongings = ({ seed, ...rest }: Belongings): readonly Uint8Array[] => {
  const bytes = utf8(JSON.stringify({ version: 1, seed: toBase64(seed), ...rest }));
  const parts = Math.ceil(bytes.length / PART_BYTES);
  return Array.from({ length: parts }, (_, index) => bytes.slice(index * PART_BYTES, (index + 1) * PART_BYTES));
};

/** Throws where it is not what an own device packs. */
export const unpackBelongings = (parts: readonly Uint8Array[]): Belongings => {
  const text = new TextDecoder().decode(concat(...parts));
  const { seed, ...rest } = JSON.parse(text) as Omit<Belongings, 'seed'> & { seed: string };
  return {
    seed: fromBase64(seed),
    pins: rest.pins,
    recovery: rest.recovery,
    privacy: rest.privacy && { ...defaultPrivacy, ...rest.privacy },
  };
};

/** Makes this device its person's own. Its key comes last: until then it says nothing that the rest could change. */
export const keepBelongings = async (
  { history, chance, clock }: { readonly history: History; readonly chance: Chance; readonly clock: Clock },
  { account }: StoredSession,
  identity: OwnIdentity,
  { pins, recovery, privacy }: Omit<Belongings, 'seed'>,
): Promise<void> => {
  for (const pin of pins) await history.changePin(pin.account, () => pin);
  if (privacy && !isSameValue(privacy, await history.privacy())) {
    const nextId = await chance.ulids();
    await history.savePrivacy(privacy, nextId(), clock.now(), account.uid);
  }
  await history.saveIdentity({ ...identity, ...(recovery && { recovery }) });
};
