import type { DeviceList } from '#shared/protocol/device-list.ts';
import type { DeviceId, Instant } from '#shared/protocol/ids.ts';
import type { SignedDeviceList } from '#shared/protocol/signed-device-list.ts';
import type { DeviceSecrets } from '../ports.ts';
import type { CheckedList } from './pin.ts';

/** What the devices keep of a recovery key, and what its person should know. */
export interface RecoveryKey {
  /** The public half in base64, known to the own devices alone. */
  readonly key: string;
  readonly since: Instant;
}

/** The account's Ed25519 key, its seed under a key that cannot leave the browser. */
export interface OwnIdentity {
  /** The public half in base64. */
  readonly key: string;
  readonly wrapping: CryptoKey;
  readonly iv: Uint8Array<ArrayBuffer>;
  /** The 32 bytes of the seed, encrypted by AES-GCM. */
  readonly wrapped: Uint8Array<ArrayBuffer>;
  /** The device that this browser was when it came onto the list with this key. */
  readonly joined?: DeviceId;
  /** Sealed to by the backup; `saved` tells what the relay has of it. */
  readonly recovery?: RecoveryKey & { readonly saved?: string };
}

/** What identity keys can do; loaded on demand. */
export interface IdentityKeys {
  create(): Promise<OwnIdentity>;
  /** From a seed that another own device or a recovery key has given. */
  restore(seed: Uint8Array<ArrayBuffer>): Promise<OwnIdentity>;
  seed(identity: OwnIdentity): Promise<Uint8Array<ArrayBuffer>>;
  sign(identity: OwnIdentity, list: DeviceList): Promise<SignedDeviceList>;
  /** `undefined` where it is no list, or the key it names has not signed it. */
  check(signed: SignedDeviceList): Promise<CheckedList | undefined>;
  /** SHA-256 of a text. */
  hash(text: string): Promise<Uint8Array<ArrayBuffer>>;
  /** The public half of a device's own signing key, in base64. */
  signingKey(secrets: DeviceSecrets): Promise<string>;
}
