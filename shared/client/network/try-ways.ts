import type { Way, Ways } from '#shared/core/network/verdict.ts';
import type { IceServer } from '#shared/protocol/frames.ts';

/** Longer than any server takes that a call would wait for. */
const PATIENCE_MS = 5_000;

type Candidate = 'srflx' | 'relay';

const isTcp = (url: string): boolean => url.startsWith('turns:') || url.includes('transport=tcp');
const isTurn = (url: string): boolean => url.startsWith('turn');

/** The servers with only those addresses that fit. */
const only = (servers: readonly IceServer[], fits: (url: string) => boolean): RTCIceServer[] =>
  servers
    .map((server) => ({ ...server, urls: [server.urls].flat().filter(fits) }) as RTCIceServer)
    .filter(({ urls }) => urls.length > 0);

/** Whether a candidate of this type is found by these servers alone. */
const isFound = (iceServers: RTCIceServer[], wanted: Candidate): Promise<boolean> => {
  const pc = new RTCPeerConnection({ iceServers, iceTransportPolicy: wanted === 'relay' ? 'relay' : 'all' });
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const patience = setTimeout(resolve, PATIENCE_MS, false);
  pc.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate?.type === wanted) resolve(true);
    if (!candidate) resolve(false);
  });
  pc.createDataChannel('');
  pc.setLocalDescription().catch(() => resolve(false));
  return promise.finally(() => {
    clearTimeout(patience);
    pc.close();
  });
};

const tryWay = async (iceServers: RTCIceServer[], wanted: Candidate): Promise<Way> => {
  if (iceServers.length === 0) return 'absent';
  return (await isFound(iceServers, wanted)) ? 'works' : 'fails';
};

/** Asks the servers of the relay for a way out, each kind by itself and all at once. */
export const tryWays = async (servers: readonly IceServer[]): Promise<Ways> => {
  const [stun, turnUdp, turnTcp] = await Promise.all([
    // A TURN server answers as a STUN server does.
    tryWay(
      only(servers, (url) => !isTcp(url)),
      'srflx',
    ),
    tryWay(
      only(servers, (url) => isTurn(url) && !isTcp(url)),
      'relay',
    ),
    tryWay(
      only(servers, (url) => isTurn(url) && isTcp(url)),
      'relay',
    ),
  ]);
  return { stun, turnUdp, turnTcp };
};
