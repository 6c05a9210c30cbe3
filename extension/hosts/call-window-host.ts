import type { Client } from '#shared/client/client.ts';
import { addressOf } from '#shared/ui/frame/place.ts';
import type { Host } from '#shared/ui/host.ts';
import { changeCommandKeys, commandKeys } from '../platform/commands.ts';
import { openPopup } from '../platform/popup-window.ts';

/** The call screen alone. A tab is shared from the popup over that tab. */
export const callWindowHost = (client: Client): Host => ({
  kind: 'call-window',
  tabShare: import.meta.env.FIREFOX ? 'unsupported' : 'supported',
  startCall: (person, media) => client.call.start(person, media),
  openConversation: (person) => void openPopup(addressOf({ at: 'conversation', person })),
  commandKeys,
  changeCommandKeys: () => void changeCommandKeys(),
  answerCall: (_call, media) => client.call.answer(media),
  moveCall: client.call.moveHere,
  joinRoom: (link) => void client.rooms().then((rooms) => rooms?.join(link)),
});
