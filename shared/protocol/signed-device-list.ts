import * as z from 'zod/mini';
import { base64 } from './ids.ts';

/** A device list as JSON text, and the identity key's signature over `tincan.devices.v1` and that very text. */
export const signedDeviceList = z.strictObject({ text: z.string().check(z.maxLength(8_192)), signature: base64(88) });
export type SignedDeviceList = z.infer<typeof signedDeviceList>;
