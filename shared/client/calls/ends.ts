import type { Outcome } from '#shared/core/reason.ts';
import type { DeviceKeys } from '#shared/protocol/account.ts';
import type { Box } from '#shared/protocol/envelope.ts';
import type { DeviceDirectory } from '../mail/device-directory.ts';
import type { History, SealContext, Sealer, StoredSession } from '../ports.ts';

/** What two devices of a call say to each other past their own path: sealed by one, opened by the other. */
export interface Ends {
  seal(plaintext: Uint8Array, subject: string): Promise<Box>;
  open(box: Box, subject: string): Promise<Outcome<Uint8Array>>;
}

export interface EndsOptions {
  readonly history: History;
  readonly directory: Pick<DeviceDirectory, 'of'>;
  readonly sealer: () => Promise<Sealer>;
  readonly session: () => StoredSession | undefined;
}

type Device = SealContext['to'];

const keysOf = async (
  directory: EndsOptions['directory'],
  { account, device }: Device,
): Promise<DeviceKeys | undefined> => {
  for (const fresh of [false, true]) {
    const devices = await directory.of([account], fresh);
    const keys = devices.ok ? devices.value.find((one) => one.device === device) : undefined;
    // A device that is not on the list is newer than it: the person has just signed in there.
    if (keys) return keys;
  }
  return undefined;
};

/** Whatever sealing and opening between here and there takes; `undefined` while it cannot be had. */
export const findEnds = async (
  { history, directory, sealer, session }: EndsOptions,
  { account, device }: Device,
  purpose: SealContext['purpose'],
): Promise<Ends | undefined> => {
  const there = { account, device };
  const self = session();
  const [secrets, keys, { seal, open }] = await Promise.all([history.secrets(), keysOf(directory, there), sealer()]);
  if (!self || !secrets || !keys) return undefined;
  const here = { account: self.account.uid, device: self.device };
  return {
    seal: (plaintext, subject) => seal(plaintext, keys, secrets, { purpose, subject, from: here, to: there }),
    open: (box, subject) => open(box, keys, secrets, { purpose, subject, from: there, to: here }),
  };
};
