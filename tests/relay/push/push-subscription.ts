import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import { type PushMessage, type PushSubscription, pushMessage } from '#shared/protocol/push.ts';

/** What a browser has for one subscription: its keys, and how it opens a push. */
export interface BrowserSubscription {
  readonly id: string;
  readonly subscription: PushSubscription;
  /** Opens a push as RFC 8291 (section 3.4) and RFC 8188 have it; throws for any other. */
  open(body: Buffer): PushMessage;
}

const derive = (salt: Buffer, secret: Buffer, label: string | Buffer, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, salt, typeof label === 'string' ? Buffer.from(`${label}\0`) : label, bytes));

/** `service`: `https://HOST:PORT`. */
export const newSubscription = (service: string): BrowserSubscription => {
  const keys = createECDH('prime256v1');
  const own = keys.generateKeys();
  const auth = randomBytes(16);
  const id = randomBytes(16).toString('hex');

  return {
    id,
    subscription: {
      endpoint: `${service}/push/${id}`,
      keys: { p256dh: own.toString('base64url'), auth: auth.toString('base64url') },
    },
    open(body) {
      const salt = body.subarray(0, 16);
      const recordBytes = body.readUInt32BE(16);
      const keyBytes = body.readUInt8(20);
      const relays = body.subarray(21, 21 + keyBytes);
      const record = body.subarray(21 + keyBytes);
      if (record.length > recordBytes) throw new Error('more than one record');
      const info = Buffer.concat([Buffer.from('WebPush: info\0'), own, relays]);
      const secret = derive(auth, keys.computeSecret(relays), info, 32);
      const cipher = createDecipheriv(
        'aes-128-gcm',
        derive(salt, secret, 'Content-Encoding: aes128gcm', 16),
        derive(salt, secret, 'Content-Encoding: nonce', 12),
      );
      cipher.setAuthTag(record.subarray(-16));
      const padded = Buffer.concat([cipher.update(record.subarray(0, -16)), cipher.final()]);
      const end = padded.lastIndexOf(2); // the last record ends so, before zeros
      return pushMessage.parse(JSON.parse(padded.subarray(0, end).toString()));
    },
  };
};
