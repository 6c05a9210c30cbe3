import type { IceServer } from '#shared/protocol/frames.ts';
import type { Finding } from '#shared/protocol/setup-check.ts';
import { failed, ok, skipped, warning, wordsOf } from './finding.ts';
import { allocate, bind } from './stun-client.ts';
import { type ServerAddress, serverAddress, type Transport } from './stun-wire.ts';

const TRANSPORTS: readonly Transport[] = ['udp', 'tcp', 'tls'];

interface Named extends ServerAddress {
  readonly username: string;
  readonly credential: string;
}

const addressesIn = (servers: readonly IceServer[]): readonly Named[] =>
  servers.flatMap(({ urls, username = '', credential = '' }) =>
    [urls].flat().flatMap((url) => {
      const address = serverAddress(url);
      return address ? [{ ...address, username, credential }] : [];
    }),
  );

const about = (addresses: readonly ServerAddress[]) => ({ about: addresses.map(({ url }) => url).join(', ') });

/** 486: this user has enough of them; 508: all have. */
const FULL = [486, 508];
/** What Node says of a certificate that it does not believe. */
const UNTRUSTED = /CERT|SELF_SIGNED|ALTNAME|UNABLE_TO_VERIFY|ISSUER/;

type Id = `turn-${Transport}`;

const tryTurn = async (id: Id, address: Named): Promise<Finding | undefined> => {
  const named = { about: address.url };
  try {
    const status = await allocate(address, address);
    if (status === 200) return undefined;
    return failed(id, FULL.includes(status) ? 'turn-full' : 'turn-refused', { ...named, said: String(status) });
  } catch (error) {
    const said = wordsOf(error);
    return failed(id, UNTRUSTED.test(said) ? 'turn-untrusted' : 'turn-silent', { ...named, said });
  }
};

const checkTurn = async (all: readonly Named[], transport: Transport): Promise<Finding> => {
  const id: Id = `turn-${transport}`;
  const addresses = all.filter((address) => address.transport === transport);
  // By UDP a call sounds best; what it takes for TLS, a certificate, not everyone has.
  if (addresses.length === 0) return (transport === 'tls' ? skipped : warning)(id, 'turn-way-none');
  const troubles = await Promise.all(addresses.map((address) => tryTurn(id, address)));
  return troubles.find((trouble) => trouble !== undefined) ?? ok(id, 'turn-answers', about(addresses));
};

const tryStun = async (address: ServerAddress): Promise<Finding | undefined> => {
  try {
    const status = await bind(address);
    if (status === 200) return undefined;
    return failed('stun', 'stun-silent', { about: address.url, said: String(status) });
  } catch (error) {
    return failed('stun', 'stun-silent', { about: address.url, said: wordsOf(error) });
  }
};

const checkStun = async (addresses: readonly ServerAddress[], hasTurn: boolean): Promise<Finding> => {
  // A TURN server answers as a STUN server does.
  if (addresses.length === 0) return hasTurn ? skipped('stun', 'stun-by-turn') : warning('stun', 'stun-none');
  const troubles = await Promise.all(addresses.map(tryStun));
  return troubles.find((trouble) => trouble !== undefined) ?? ok('stun', 'stun-answers', about(addresses));
};

/** Whether the servers that clients are told of would serve them, as far as this machine can see. */
export const checkTurnServers = async (servers: readonly IceServer[]): Promise<readonly Finding[]> => {
  const addresses = addressesIn(servers);
  const turn = addresses.filter(({ scheme }) => scheme === 'turn');
  const stun = addresses.filter(({ scheme }) => scheme === 'stun');
  return Promise.all([
    checkStun(stun, turn.length > 0),
    ...(turn.length > 0 ? TRANSPORTS.map((transport) => checkTurn(turn, transport)) : [warning('turn', 'turn-none')]),
  ]);
};
