import { failed, type Outcome } from '#shared/core/reason.ts';
import { concat, fromBase64, toBase64, utf8 } from './bytes.ts';

const AES = 'AES-GCM';
const NONCE_BYTES = 12;

/** What the secret of a room's link is good for (SPEC, "Rooms"). */
export interface RoomKeys {
  /** Shown to the relay, which learns nothing of the others from it. */
  readonly proof: string;
  sealAbout(text: string): Promise<string>;
  /** `unsealable` where it was sealed with another secret. */
  openAbout(sealed: string): Promise<Outcome<string>>;
  /** `binding`: what a signal is bound to, so that it is none anywhere else. */
  sealSignal(text: string, binding: readonly string[]): Promise<string>;
  openSignal(sealed: string, binding: readonly string[]): Promise<Outcome<string>>;
}

/** 128 random bits as they stand in a link. */
export const newRoomSecret = (): string =>
  toBase64(crypto.getRandomValues(new Uint8Array(16)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Ten letters and digits, each as likely as any other. */
export const newRoomCode = (): string => {
  const drawn = crypto.getRandomValues(new Uint8Array(64)).filter((byte) => byte < 4 * LETTERS.length);
  // One draw in 10^26 has fewer than ten that count.
  return drawn.length < 10 ? newRoomCode() : Array.from(drawn.slice(0, 10), (byte) => LETTERS[byte % 62]).join('');
};

const seal = async (key: CryptoKey, text: string, binding: readonly string[]): Promise<string> => {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const additionalData = utf8(JSON.stringify(binding));
  const ciphertext = await crypto.subtle.encrypt({ name: AES, iv, additionalData }, key, utf8(text));
  return toBase64(concat(iv, new Uint8Array(ciphertext)));
};

const open = async (key: CryptoKey, sealed: string, binding: readonly string[]): Promise<Outcome<string>> => {
  try {
    const bytes = fromBase64(sealed);
    const iv = bytes.slice(0, NONCE_BYTES);
    const additionalData = utf8(JSON.stringify(binding));
    const plaintext = await crypto.subtle.decrypt({ name: AES, iv, additionalData }, key, bytes.slice(NONCE_BYTES));
    return { ok: true, value: new TextDecoder().decode(plaintext) };
  } catch {
    return failed('unsealable');
  }
};

/** `secret` as it stands in the link. */
export const roomKeysOf = async (secret: string): Promise<RoomKeys> => {
  const bytes = fromBase64(secret.replaceAll('-', '+').replaceAll('_', '/'));
  const root = await crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveBits', 'deriveKey']);
  const derivation = (info: string) =>
    ({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8(info) }) as const;
  const keyFor = (info: string): Promise<CryptoKey> =>
    crypto.subtle.deriveKey(derivation(info), root, { name: AES, length: 256 }, false, ['encrypt', 'decrypt']);
  const [proof, about, signal] = await Promise.all([
    crypto.subtle.deriveBits(derivation('tincan room proof'), root, 256),
    keyFor('tincan room about'),
    keyFor('tincan room signal'),
  ]);
  return {
    proof: toBase64(new Uint8Array(proof)),
    sealAbout: (text) => seal(about, text, []),
    openAbout: (sealed) => open(about, sealed, []),
    sealSignal: (text, binding) => seal(signal, text, ['tincan room signal', ...binding]),
    openSignal: (sealed, binding) => open(signal, sealed, ['tincan room signal', ...binding]),
  };
};
