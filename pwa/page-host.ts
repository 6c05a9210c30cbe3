import type { Client } from '#shared/client/client.ts';
import type { Host } from '#shared/ui/host.ts';
import { takeShared } from './take-shared.ts';

/** A page runs its calls itself, at the relay that served it. */
export const pageHost = (client: Client): Host => ({
  kind: 'page',
  relay: location.origin,
  startCall: (person, media) => client.call.start(person, media),
  answerCall: (_call, media) => client.call.answer(media),
  joinRoom: (link) => void client.rooms().then((rooms) => rooms?.join(link)),
  moveCall: client.call.moveHere,
  tabShare: 'unsupported',
  speaks: (language) =>
    void import('./told-language.ts').then(({ tellLanguage }) => tellLanguage(language)).catch(() => {}), // then with the next subscription
  takeShared,
});
