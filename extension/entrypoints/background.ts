import { defineBackground } from 'wxt/utils/define-background';
import { browserPorts } from '#shared/client/browser-ports.ts';
import { createClient } from '#shared/client/create-client.ts';
import { deviceName } from '../platform/device-name.ts';
import { onInstalled, openWelcome } from '../platform/pages.ts';
import { workerPush } from '../platform/pushes.ts';
import { beWoken } from '../platform/wake-worker.ts';
import { answerNotifications } from '../worker/answer-notifications.ts';
import { keepLink } from '../worker/keep-link.ts';
import { obeyCommands } from '../worker/obey-commands.ts';
import { watchRing } from '../worker/ring.ts';
import { ringSigns } from '../worker/ring-signs.ts';
import { showUnread } from '../worker/show-unread.ts';
import { clearOnSignOut } from '../worker/sign-out.ts';
import { withdrawStaleRings } from '../worker/stale-rings.ts';
import { takePushes } from '../worker/take-pushes.ts';
import { followUnread } from '../worker/unread.ts';

/** The part of the extension that is there when no window is: it hears of calls and messages, and says so. */
export default defineBackground(() => {
  const ports = browserPorts({ deviceName, push: async () => workerPush });
  const client = createClient(ports);
  beWoken();
  onInstalled(() => void openWelcome());
  answerNotifications(client);
  obeyCommands(client);
  keepLink(client);
  takePushes(client);
  void followUnread(client, ports.history, (change) => void showUnread(change));
  watchRing(client, ringSigns);
  void withdrawStaleRings(client);
  clearOnSignOut(client);
});
