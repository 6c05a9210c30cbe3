import type { Client } from '#shared/client/client.ts';
import { deviceName } from '../../platform/device-name.ts';
import { wakeWorker } from '../../platform/wake-worker.ts';

/** The next frame has been painted. */
const painted = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

/** The client itself, once the people are on the screen: it is two thirds of the popup's code. */
export const loadClient = async (): Promise<Client> => {
  await painted();
  const [{ browserPorts }, { createClient }] = await Promise.all([
    import('#shared/client/browser-ports.ts'),
    import('#shared/client/create-client.ts'),
  ]);
  return createClient(
    browserPorts({ deviceName: deviceName(navigator.userAgent), mailElsewhere: { wake: wakeWorker } }),
  );
};
