import { type RegistrationMode, relayFacts } from '#shared/protocol/account-api.ts';
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts';
import { type Route, route } from '../../http/route.ts';
import { VERSION } from '../../version.ts';

export const factsRoutes = (registration: () => RegistrationMode): readonly Route[] => [
  route(
    {
      method: 'GET',
      path: '/api/relay',
      summary: 'What a client must know of this relay before anybody signs in',
      by: 'anyone',
      answers: relayFacts,
      refuses: [],
    },
    () => ({ protocol: PROTOCOL_VERSION, version: VERSION, registration: registration() }),
  ),
];
