import { defineBackground } from 'wxt/utils/define-background';
import { browserPorts } from '#shared/client/browser-ports.ts';
import { createClient } from '#shared/client/create-client.ts';
import { deviceName } from '../platform/device-name.ts';
import { onInstalled, openWelcome } from '../platform/pages.ts';
import { answerNotifications } from '../worker/answer-notifications.ts';
import { keepBadge } from '../worker/badge.ts';
import { keepLink } from '../worker/keep-link.ts';
import { notifyNews } from '../worker/notify-news.ts';
import { watchRing } from '../worker/ring.ts';
import { ringSigns } from '../worker/ring-signs.ts';
import { clearOnSignOut } from '../worker/sign-out.ts';

/** The part of the extension that is there when no window is: it hears of calls and messages, and says so. */
export default defineBackground(() => {
  const client = createClient(browserPorts({ deviceName: deviceName(navigator.userAgent) }));
  onInstalled(() => void openWelcome());
  answerNotifications(client);
  keepLink(client);
  keepBadge(client);
  notifyNews(client);
  watchRing(client, ringSigns);
  clearOnSignOut(client);
});
