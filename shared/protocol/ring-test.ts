import * as z from 'zod/mini';
import { deviceId, ringTestId } from './ids.ts';

/** Whether pushes reach a device, as it found out itself. `silent`: its browser's push service does not answer. */
export const reach = z.enum(['reached', 'unsupported', 'silent', 'refused', 'unknown', 'offline']);
export type Reach = z.infer<typeof reach>;

/** Whether a device may notify, as browsers have it; `unsupported` where the browser knows no notifications. */
export const alerts = z.enum(['granted', 'denied', 'default', 'unsupported']);
export type Alerts = z.infer<typeof alerts>;

/** What a device says of itself over its socket. `push` once it knows; `quiet`: calls make no sound there now. */
export const ringStanding = z.strictObject({ alerts, push: z.optional(reach), quiet: z.boolean() });

/** `POST /api/ring-tests/:test`: the ring has come to this device. */
export const ringHeard = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('socket'), standing: ringStanding }),
  z.strictObject({ by: z.literal('push') }),
]);
export type RingHeard = z.infer<typeof ringHeard>;

/** `POST /api/ring-tests` */
export const ringTestBegun = z.object({ test: ringTestId });

/** What came of the ring at one device. Milliseconds until the relay heard of it. */
export const deviceRing = z.object({
  device: deviceId,
  /** It had a socket when the test began. */
  connected: z.boolean(),
  /** The relay has a subscription of it. */
  subscribed: z.boolean(),
  /** What its push service said to the push. */
  service: z.optional(z.enum(['accepted', 'gone', 'refused'])),
  socket_ms: z.optional(z.int()),
  push_ms: z.optional(z.int()),
  standing: z.optional(ringStanding),
});
export type DeviceRing = z.infer<typeof deviceRing>;

/** `GET /api/ring-tests/:test`: so far. */
export const ringTestResult = z.object({ devices: z.array(deviceRing) });
