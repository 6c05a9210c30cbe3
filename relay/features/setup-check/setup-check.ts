import type { IceServer } from '#shared/protocol/frames.ts';
import type { Instant } from '#shared/protocol/ids.ts';
import type { Finding } from '#shared/protocol/setup-check.ts';
import { type Config, pushSubject } from '../../config.ts';
import { type Arrival, checkAddress, checkProxy } from './address.ts';
import { checkCertificate, type TlsAddress } from './certificate.ts';
import { checkDatabase, checkDisk, checkFolder } from './data-folder.ts';
import { warning } from './finding.ts';
import {
  checkClock,
  checkPushKeys,
  checkPushServices,
  checkPushSubject,
  hear,
  PUSH_SERVICES,
  type PushKey,
} from './pushes.ts';
import { checkTurnServers } from './turn-servers.ts';

export interface SetupCheckOptions {
  readonly config: Config;
  readonly pushKey: PushKey;
  readonly iceServers: () => readonly IceServer[];
  readonly clock: () => Instant;
}

export interface SetupCheck {
  /** `write`: something that whoever asks may have written. */
  run(arrival: Arrival, write: () => Promise<unknown>): Promise<readonly Finding[]>;
}

/** The hosts that can be asked, without those that stand for many. */
const askable = (own: readonly string[]): readonly string[] => [
  ...PUSH_SERVICES,
  ...own.filter((host) => !host.startsWith('*')),
];

/** Of pushes, and the clock, which their services tell. */
export const checkPushes = async (config: Config, pushKey: PushKey): Promise<readonly Finding[]> => {
  const [keys, heard] = await Promise.all([
    checkPushKeys(config.DATA_DIR, pushKey),
    Promise.all(askable(config.PUSH_SERVICES).map(hear)),
  ]);
  return [checkClock(heard), keys, checkPushSubject(pushSubject(config)), checkPushServices(heard)];
};

/** Where the certificate is that browsers are shown: at the public address, or here. */
export const tlsAddress = (
  { PUBLIC_URL, TLS, HOST, PORT }: Config,
  arrival: Pick<Arrival, 'host'>,
): TlsAddress | undefined => {
  const bare = (name: string) => name.replace(/^\[|\]$/g, '');
  if (PUBLIC_URL?.startsWith('https:')) {
    const { hostname, port: there } = new URL(PUBLIC_URL);
    return { name: bare(hostname), host: bare(hostname), port: Number(there || 443) };
  }
  if (TLS === 'off' || !URL.canParse(`https://${arrival.host}`)) return undefined;
  const here = ['0.0.0.0', '::'].includes(HOST) ? 'localhost' : HOST;
  return { name: bare(new URL(`https://${arrival.host}`).hostname), host: here, port: PORT };
};

/** What the relay can find out about itself. Nobody is told of it but whoever asks. */
export const createSetupCheck = ({ config, pushKey, iceServers, clock }: SetupCheckOptions): SetupCheck => {
  /** What is the same whoever asks. */
  const look = async (): Promise<readonly Finding[]> => {
    const [folder, disk, pushes, servers] = await Promise.all([
      checkFolder(config.DATA_DIR),
      checkDisk(config.DATA_DIR),
      checkPushes(config, pushKey),
      checkTurnServers(iceServers()),
    ]);
    return [folder, disk, ...pushes, ...servers];
  };
  /** It asks other machines: once at a time, however many want to know. */
  let looking: Promise<readonly Finding[]> | undefined;

  return {
    async run(arrival, write) {
      looking ??= look().finally(() => {
        looking = undefined;
      });
      const [same, database, certificate] = await Promise.all([
        looking,
        checkDatabase(write),
        // A machine behind NAT may not reach itself by its public name, though others do.
        checkCertificate(tlsAddress(config, arrival), config.TLS === 'self-signed', clock(), warning),
      ]);
      return [database, checkAddress(arrival, config), checkProxy(arrival, config), certificate, ...same];
    },
  };
};
