import { createSocket, type Socket } from 'node:dgram';
import { type AddressInfo, type Socket as Connection, connect, createServer } from 'node:net';
import type { BrowserContext } from '@playwright/test';

/**
 * Puts two browsers of this machine apart: what they send each other is as long on its way as between two places.
 * Media go through UDP sockets in the place of the addresses that the browsers tell each other, signals through the TCP
 * ports of their servers; one way takes half of the round trip, over a server as much in all.
 */
export interface Distance {
  setRoundTrip(ms: number): void;
  /** A port that leads to a server's. */
  towards(port: number): Promise<number>;
  /** For each page from now on: whom it connects with is far away. */
  apply(context: BrowserContext): Promise<void>;
  close(): void;
}

/** Stands for one address of a browser: what arrives here was sent to it, and goes on from the sender's stand-in. */
interface StandIn {
  readonly socket: Socket;
  readonly address: string;
  readonly port: number;
}

declare global {
  var standInFor: (address: string, port: number) => Promise<number>;
}

/** Without the forms of old that take callbacks. */
interface Describing {
  addIceCandidate(candidate: RTCIceCandidateInit): Promise<void>;
  setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void>;
}

/** Runs in the page, before the app: the other side's candidates lead to their stand-ins, and there are no other ones. */
const lookFar = (): void => {
  const { addIceCandidate, setRemoteDescription } = RTCPeerConnection.prototype as Describing;
  const ADDRESS = 4;
  const PORT = 5;
  const far = async (candidate: RTCIceCandidateInit): Promise<RTCIceCandidateInit | undefined> => {
    const fields = candidate.candidate?.split(' ') ?? [];
    const [address = '', port = ''] = [fields[ADDRESS], fields[PORT]];
    if (fields[2]?.toLowerCase() !== 'udp' || address.includes(':')) return undefined;
    fields[PORT] = String(await globalThis.standInFor(address, Number(port)));
    const { sdpMid = null, sdpMLineIndex = null } = candidate;
    return { candidate: fields.join(' '), sdpMid, sdpMLineIndex };
  };
  RTCPeerConnection.prototype.addIceCandidate = async function (candidate?: RTCIceCandidateInit | null) {
    const there = candidate?.candidate ? await far(candidate) : undefined;
    if (there) await addIceCandidate.call(this, there);
  };
  RTCPeerConnection.prototype.setRemoteDescription = function (description: RTCSessionDescriptionInit) {
    const sdp = (description.sdp ?? '').replace(/^a=candidate:.*\r\n/gm, '');
    return setRemoteDescription.call(this, { type: description.type, sdp });
  };
};

const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;

export const createDistance = (): Distance => {
  let oneWay = 0;
  const standIns = new Map<string, Promise<StandIn>>();
  const closing: (() => void)[] = [];

  const standInFor = (address: string, port: number): Promise<StandIn> => {
    const name = `${address}:${port}`;
    const present = standIns.get(name);
    if (present) return present;
    const made = new Promise<StandIn>((resolve) => {
      const socket = createSocket('udp4');
      closing.push(() => socket.close());
      socket.bind(0, address, () => resolve({ socket, address, port }));
      socket.on('message', (message, sender) => {
        setTimeout(async () => {
          const from = await standInFor(sender.address, sender.port);
          from.socket.send(message, port, address);
        }, oneWay);
      });
    });
    standIns.set(name, made);
    return made;
  };

  /** Half of one way: what goes over a server is on its way twice. */
  const delay = (from: Connection, to: Connection): void => {
    from.on('data', (bytes) => setTimeout(() => to.writable && to.write(bytes), oneWay / 2));
    from.on('end', () => setTimeout(() => to.end(), oneWay / 2));
    from.on('error', () => to.destroy());
  };

  return {
    setRoundTrip: (ms) => {
      oneWay = ms / 2;
    },
    towards: (port) =>
      new Promise((resolve) => {
        const server = createServer({ allowHalfOpen: true, noDelay: true }, (here) => {
          const there = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
          delay(here, there);
          delay(there, here);
          closing.push(() => here.destroy());
        });
        closing.push(() => server.close());
        server.listen(0, '127.0.0.1', () => resolve(portOf(server)));
      }),
    apply: async (context) => {
      await context.exposeFunction('standInFor', async (address: string, port: number) =>
        portOf((await standInFor(address, port)).socket),
      );
      await context.addInitScript(lookFar);
    },
    close: () => {
      for (const close of closing) close();
    },
  };
};
