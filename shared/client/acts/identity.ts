import { failed, type Outcome } from '#shared/core/reason.ts';
import type { Client } from '../client.ts';
import type { Keeper } from '../identity/keeper.ts';
import type { Linker } from '../identity/linking.ts';
import { signedIn, type Within } from './within.ts';

/** What is done about devices and keys. Their code may be out of reach. */
export const identityActs = (within: Within): Client['identity'] => {
  const { ports, hands, dispatch } = within;
  const offline = () => failed('offline');
  const keep = (act: (keeper: Keeper) => Promise<Outcome>): Promise<Outcome> =>
    hands.identity.keeper().then(act, offline);
  const link = (act: (linker: Linker) => void): void =>
    void hands.identity.linker().then(act, () => hands.notice('offline'));

  return {
    confirm: (device) => link(({ give }) => give(device)),
    confirmByCode: (code) => hands.identity.linker().then(({ giveByCode }) => giveByCode(code), offline),
    code: () => hands.identity.linker().then(({ code }) => code(), offline),
    agree: (...agreed) => link(({ agree }) => agree(...agreed)),
    endLinking: () => link(({ end }) => end()),
    remove: (device) =>
      signedIn(within, async ({ relay, token }) => {
        // First of all nobody seals for it any more.
        const expelled = await keep(({ expel }) => expel(device));
        // Who cannot sign the list can still end the session.
        return expelled.ok || expelled.reason === 'unconfirmed' ? ports.api.revoke(relay, token, device) : expelled;
      }),
    startOver: () => keep(({ startOver }) => startOver()),
    dismissDoubt: (doubt) => dispatch({ type: 'doubt-dismissed', doubt }),
  };
};
