import { fromBase64, toBase64, utf8 } from './bytes.ts';
import { suite } from './suite.ts';

const { kem } = suite;

/** The key pair that a recovery key stands for, from its 32 bytes of entropy. */
export const recoveryPair = async (entropy: Uint8Array<ArrayBuffer>): Promise<CryptoKeyPair> => {
  const key = await crypto.subtle.importKey('raw', entropy, 'HKDF', false, ['deriveBits']);
  const info = utf8('tincan.recovery.v1');
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info };
  return kem.deriveKeyPair(await crypto.subtle.deriveBits(derivation, key, 256));
};

/** The public half in base64, for the own devices alone: whoever knows it could make a backup. */
export const publicHalf = async ({ publicKey }: CryptoKeyPair): Promise<string> =>
  toBase64(new Uint8Array(await kem.serializePublicKey(publicKey)));

export interface SealedBackup {
  /** 32 bytes. */
  readonly enc: Uint8Array;
  readonly ciphertext: Uint8Array;
}

/** For whoever has the words. `info` binds it to its account. */
export const sealFor = async (half: string, info: string, plaintext: Uint8Array): Promise<SealedBackup> => {
  const recipientPublicKey = await kem.deserializePublicKey(fromBase64(half));
  const { enc, ct } = await suite.seal({ recipientPublicKey, info: utf8(info) }, plaintext);
  return { enc: new Uint8Array(enc), ciphertext: new Uint8Array(ct) };
};

/** Rejects where the key, the account or a byte is another. */
export const openWith = async (pair: CryptoKeyPair, info: string, sealed: SealedBackup): Promise<Uint8Array> => {
  const opened = await suite.open({ recipientKey: pair, enc: sealed.enc, info: utf8(info) }, sealed.ciphertext);
  return new Uint8Array(opened);
};
