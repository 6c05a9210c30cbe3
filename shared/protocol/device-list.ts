import * as z from 'zod/mini';
import { accountId, base64, deviceId, instant } from './ids.ts';

/** Also bounds the boxes of an envelope (security.md row 13). */
export const MAX_DEVICES = 20;

/** A device that its owner has confirmed. */
export const listedDevice = z.strictObject({ device: deviceId, signing_key: base64(44), added_at: instant });
export type ListedDevice = z.infer<typeof listedDevice>;

/**
 * The devices of an account, as its owner says. `identity_key` is the account's Ed25519 key, `previous` the SHA-256 of
 * the former list's text in base64, empty in version 1.
 */
export const deviceList = z.strictObject({
  account: accountId,
  identity_key: base64(44),
  version: z.int().check(z.gte(1)),
  previous: base64(44),
  devices: z.array(listedDevice).check(z.minLength(1), z.maxLength(MAX_DEVICES)),
});
export type DeviceList = z.infer<typeof deviceList>;

/** Which list of an account somebody goes by. `hash` as in `previous`. */
export const listView = z.object({ account: accountId, version: z.int().check(z.gte(1)), hash: base64(44) });
export type ListView = z.infer<typeof listView>;

/** Of the sender's own account and the recipient's, inside the seal of every message. */
export const listViews = z.object({ views: z.array(listView).check(z.maxLength(2)) });

/** What is put before the text of a list when it is signed: no signature for anything else can pass for one. */
export const DEVICE_LIST_LABEL = 'tincan.devices.v1';
