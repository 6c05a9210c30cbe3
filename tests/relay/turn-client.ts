import { isIPv6 } from 'node:net';
import { openStunClient, type StunClient } from '../../relay/features/setup-check/stun-client.ts';
import { COOKIE, type Login as TurnCredentials } from '../../relay/features/setup-check/stun-message.ts';

// As much of a TURN client (RFC 8656) over UDP as it takes to ask a server what it allows.

export type { TurnCredentials };

/** 200, or the server's error code. */
type Status = number;

export interface TurnClient {
  /** Asks for a relayed address of this family. */
  allocate(family: 4 | 6): Promise<Status>;
  /** Asks whether packets may go to that address and come from it. */
  permit(address: string): Promise<Status>;
  close(): void;
}

const addressBytes = (address: string): Buffer => {
  if (!isIPv6(address)) return Buffer.from(address.split('.').map(Number));
  // In the form that the URL standard gives it: groups of hexadecimal digits, once `::`.
  const [head = [], tail] = new URL(`http://[${address}]`).hostname
    .slice(1, -1)
    .split('::')
    .map((part) => part.split(':').filter(Boolean));
  const zeros = tail ? Array.from({ length: 8 - head.length - tail.length }, () => '0') : [];
  const all = [...head, ...zeros, ...(tail ?? [])];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
};

/** XOR-PEER-ADDRESS with some port. */
const peerBytes = (address: string, transaction: Buffer): Buffer => {
  const mask = Buffer.alloc(16);
  mask.writeUInt32BE(COOKIE);
  transaction.copy(mask, 4);
  const bytes = addressBytes(address);
  const head = Buffer.from([0, isIPv6(address) ? 2 : 1, 0x12 ^ 0x21, 0x34 ^ 0x12]);
  return Buffer.concat([head, bytes.map((byte, at) => byte ^ (mask[at] ?? 0))]);
};

export const openTurnClient = (port: number, login: TurnCredentials): TurnClient => {
  const url = `turn:127.0.0.1:${port}`;
  const opening = openStunClient({ url, scheme: 'turn', host: '127.0.0.1', port, transport: 'udp' }, login);
  const ask: StunClient['ask'] = async (...question) => (await opening).ask(...question);
  return {
    allocate: (family) =>
      ask('allocate', () => [
        ['transport', Buffer.from([17, 0, 0, 0])],
        ['family', Buffer.from([family === 4 ? 1 : 2, 0, 0, 0])],
      ]),
    permit: (address) => ask('permit', (transaction) => [['peer', peerBytes(address, transaction)]]),
    close: () => void opening.then((client) => client.close()),
  };
};
