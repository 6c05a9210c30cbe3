import type { AppState } from '#shared/core/app.ts';
import type { IncomingCall } from '#shared/core/call/call.ts';
import { storedLanguage } from '#shared/ui/frame/preferences.ts';
import { nameOf } from '#shared/ui/frame/ui.ts';
import { loadWords } from '#shared/ui/strings/languages.ts';
import { alertAgain } from './ring-alerts.ts';
import { ringOptions } from './ring-options.ts';
import { showRinging } from './show-ringing.ts';

/** A page that nobody has used yet makes no sound: there the notification alerts again and again (call-flow.md R10). */
const isMute = (): boolean => navigator.userActivation?.hasBeenActive !== true;

/** Shows a ring by the system, for a page that nobody looks at. */
export const showRing = async (
  worker: ServiceWorkerRegistration,
  state: AppState,
  { call, person, media, until, silent }: IncomingCall,
): Promise<void> => {
  const words = await loadWords(storedLanguage());
  const title = words.call.incoming(nameOf(state, person), media);
  const options = ringOptions({ call, media, ends_at: until }, silent, words);
  // Where the page is heard the system need not be.
  if (silent || !isMute()) return worker.showNotification(title, options);
  await showRinging(worker, title, options);
  void alertAgain(worker, title, options);
};
