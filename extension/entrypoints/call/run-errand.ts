import { answerCall } from '#shared/client/calls/answer-call.ts';
import type { Client } from '#shared/client/client.ts';
import { assertNever } from '#shared/core/assert-never.ts';
import { isAnswerable } from '#shared/core/call/answerable.ts';
import { addressOf } from '#shared/ui/frame/place.ts';
import { isIn } from '#shared/ui/rooms/enter.ts';
import { roomPlace } from '#shared/ui/rooms/room-place.ts';
import type { Errand } from '../../platform/errand.ts';
import { isElsewhere, when } from '../../when.ts';

/** Does what the window was opened for as soon as the client can. */
export const runErrand = async (client: Client, errand: Errand): Promise<void> => {
  switch (errand.kind) {
    case 'call':
      await when(client, ({ session }) => session.state === 'signed-in');
      return client.call.start(errand.person, errand.media);
    case 'answer':
      await when(client, ({ call }) => isAnswerable(call, errand.call));
      return answerCall(client, errand.call, errand.media);
    case 'move':
      await when(client, isElsewhere(errand.call));
      return client.call.moveHere();
    case 'room': {
      const place = roomPlace(errand.link);
      if (!place) return;
      await when(client, ({ session }) => session.state === 'signed-in');
      const rooms = await client.rooms();
      if (rooms && !isIn(rooms.state(), errand.link)) rooms.join(errand.link);
      // Where nothing could be loaded, the way in is shown.
      location.hash = addressOf(place);
      return;
    }
    case 'ring':
    case 'show':
      return;
    default:
      return assertNever(errand);
  }
};
