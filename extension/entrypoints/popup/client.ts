import { browserPorts } from '#shared/client/browser-ports.ts';
import type { Client } from '#shared/client/client.ts';
import { createClient } from '#shared/client/create-client.ts';
import { deviceName } from '../../platform/device-name.ts';
import { wakeWorker } from '../../platform/wake-worker.ts';

/** The popup's client: no media, and the mail is the worker's. */
export const popupClient = (): Client =>
  createClient(browserPorts({ deviceName: deviceName(navigator.userAgent), mailElsewhere: { wake: wakeWorker } }));
