import type { Client } from '#shared/client/client.ts';
import { assertNever } from '#shared/core/assert-never.ts';
import type { Errand } from '../../platform/errand.ts';
import { isElsewhere, rings, when } from '../../when.ts';

/** Does what the window was opened for as soon as the client can. */
export const runErrand = async (client: Client, errand: Errand): Promise<void> => {
  switch (errand.kind) {
    case 'call':
      await when(client, ({ session }) => session.state === 'signed-in');
      return client.call.start(errand.person, errand.media);
    case 'answer':
      await when(client, rings(errand.call));
      return client.call.answer(errand.media);
    case 'move':
      await when(client, isElsewhere(errand.call));
      return client.call.moveHere();
    case 'ring':
    case 'show':
      return;
    default:
      return assertNever(errand);
  }
};
