import { browserPorts } from '#shared/client/browser-ports.ts';
import type { Client } from '#shared/client/client.ts';
import { createClient } from '#shared/client/create-client.ts';
import type { History } from '#shared/client/ports.ts';
import { deviceName } from '../../platform/device-name.ts';
import { wakeWorker } from '../../platform/wake-worker.ts';

/** The popup's client: no media, and the mail is the worker's. */
export const popupClient = (history: History): Client =>
  createClient(browserPorts({ deviceName, mailElsewhere: { wake: wakeWorker }, history }));
