import type { Finding } from '#shared/protocol/setup-check.ts';
import type { Config } from '../config.ts';
import { presentVapidKeys } from '../features/push/vapid-keys.ts';
import { checkDisk, checkFolder } from '../features/setup-check/data-folder.ts';
import { failed, ok, skipped } from '../features/setup-check/finding.ts';
import { checkPushes } from '../features/setup-check/setup-check.ts';
import { checkTurnServers } from '../features/setup-check/turn-servers.ts';
import { iceServersAt } from '../features/turn/turn.ts';
import { ask, fieldOf } from './ask.ts';

/** Where the relay is to be found on this machine. */
export const ownAddress = ({ TLS, HOST, PORT }: Config): URL => {
  const host = ['0.0.0.0', '::'].includes(HOST) ? 'localhost' : HOST;
  return new URL(`${TLS === 'off' ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${PORT}`);
};

/** Whether the relay is there, nobody, or somebody else who is in its way. */
export const checkPort = async (config: Config): Promise<Finding> => {
  const address = ownAddress(config);
  const about = address.origin;
  try {
    const answer = await ask(new URL('/health', address));
    // One whose database does not answer says so itself.
    return fieldOf(answer, 'status') === 'ok' || fieldOf(answer, 'error_code') !== ''
      ? ok('port', 'relay-runs', { about })
      : failed('port', 'port-taken', { about });
  } catch (error) {
    const refused = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
    return refused ? skipped('port', 'relay-stopped', { about }) : failed('port', 'port-taken', { about });
  }
};

/** What needs the configuration and this machine, and no relay that runs. */
export const checkMachine = async (config: Config): Promise<readonly Finding[]> => {
  const servers = { iceServers: config.ICE_SERVERS, urls: config.TURN_URLS, secret: config.TURN_SECRET[0] };
  const found = await Promise.all([
    checkFolder(config.DATA_DIR).then((finding) => [finding]),
    checkDisk(config.DATA_DIR).then((finding) => [finding]),
    checkPushes(config, async () => presentVapidKeys(config.DATA_DIR)?.publicKey),
    checkTurnServers(iceServersAt(servers, Date.now())),
  ]);
  return found.flat();
};
