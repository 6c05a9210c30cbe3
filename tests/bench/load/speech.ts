// What the fallback client says: the same texts as wsload.c.

/** Marks a message of ours: 5 letters, 20 digits of nanoseconds, 7 of the pair. Fits a request id and is valid base64. */
const STAMP = /BENCH(\d{20})(\d{7})/;

export interface Stamp {
  readonly at: bigint;
  readonly pair: number;
}

export const stampText = ({ at, pair }: Stamp): string =>
  `BENCH${String(at).padStart(20, '0')}${String(pair).padStart(7, '0')}`;

export const readStamp = (text: string): Stamp | undefined => {
  const found = STAMP.exec(text);
  return found ? { at: BigInt(found[1] ?? 0), pair: Number(found[2]) } : undefined;
};

export interface Known {
  readonly account: string;
  readonly device: string;
  readonly endpoint: string;
}

const box = (ciphertext: string) => ({
  prekey: 1,
  enc: `${'A'.repeat(43)}=`,
  ciphertext,
  signature: `${'A'.repeat(86)}==`,
});

export const callOf = (pair: number): string =>
  `${process.pid.toString(16).padStart(8, '0')}-0000-4000-8000-${pair.toString(16).padStart(12, '0')}`;

const padded = (text: (filling: string) => string, bytes: number): string =>
  text('x'.repeat(Math.max(0, bytes - text('').length)));

export const peerSignal = (pair: number, at: bigint, bytes: number): string =>
  padded(
    (sdp) =>
      JSON.stringify({
        type: 'OFFER',
        dst: `c${String(pair * 2 + 1).padStart(7, '0')}`,
        payload: { type: 'offer', connectionId: stampText({ at, pair }), sdp },
      }),
    bytes,
  );

export const tincanSignal = (to: Known, pair: number, at: bigint, bytes: number): string =>
  padded(
    (filling) =>
      JSON.stringify({
        type: 'offer',
        to: to.endpoint,
        call: callOf(pair),
        box: box(stampText({ at, pair }) + filling),
      }),
    bytes,
  );

export const tincanSend = (from: Known, to: Known, pair: number, at: bigint, ulid: number): string => {
  const [low, high] = [from.account, to.account].sort();
  return JSON.stringify({
    type: 'send',
    id: stampText({ at, pair }),
    envelope: {
      id: String(ulid).padStart(26, '0'),
      conversation: `direct:${low}:${high}`,
      to: to.account,
      suite: 1,
      body: 'q83v'.repeat(40),
      sealed: [{ account: to.account, device: to.device, box: box('q83v'.repeat(27)) }],
    },
  });
};
