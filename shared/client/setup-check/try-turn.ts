import type { IceServer } from '#shared/protocol/frames.ts';
import type { Finding } from '#shared/protocol/setup-check.ts';

export type Transport = 'udp' | 'tcp' | 'tls';

/** Longer than any server takes that a call would wait for. */
const PATIENCE_MS = 10_000;
/** Below are warnings; 701 is the browser's own word for a server that does not answer. */
const REFUSALS = { first: 300, last: 699 };

const transportOf = (url: string): Transport => {
  if (url.startsWith('turns:')) return 'tls';
  return url.includes('transport=tcp') ? 'tcp' : 'udp';
};

interface Heard {
  /** A relayed address has been found. */
  relayed: boolean;
  /** Error code of the server. */
  refusal?: number;
}

/** Two ends in this page that reach each other by the servers alone. Resolves to the milliseconds there and back. */
const sendThrough = (iceServers: RTCIceServer[], heard: Heard): Promise<number | undefined> => {
  const ends = [0, 1].map(() => new RTCPeerConnection({ iceServers, iceTransportPolicy: 'relay' }));
  const [near, far] = ends as [RTCPeerConnection, RTCPeerConnection];
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  const patience = setTimeout(resolve, PATIENCE_MS, undefined);

  const join = (from: RTCPeerConnection, to: RTCPeerConnection): void => {
    from.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate?.candidate) heard.relayed = true;
      else if (!candidate && !heard.relayed) resolve(undefined);
      void to.addIceCandidate(candidate ?? undefined).catch(() => {});
    });
    from.addEventListener('icecandidateerror', ({ errorCode }) => {
      if (errorCode >= REFUSALS.first && errorCode <= REFUSALS.last) heard.refusal = errorCode;
    });
    from.addEventListener('connectionstatechange', () => from.connectionState === 'failed' && resolve(undefined));
  };
  join(near, far);
  join(far, near);

  far.addEventListener('datachannel', ({ channel }) =>
    channel.addEventListener('message', ({ data }) => channel.send(data)),
  );
  const channel = near.createDataChannel('');
  channel.addEventListener('open', () => {
    const sent = performance.now();
    channel.addEventListener('message', () => resolve(performance.now() - sent));
    channel.send('there and back');
  });

  const agree = async (): Promise<void> => {
    await near.setLocalDescription();
    await far.setRemoteDescription(near.localDescription as RTCSessionDescription);
    await far.setLocalDescription();
    await near.setRemoteDescription(far.localDescription as RTCSessionDescription);
  };
  agree().catch(() => resolve(undefined));

  return promise.finally(() => {
    clearTimeout(patience);
    for (const end of ends) end.close();
  });
};

/** Whether something that is sent arrives by TURN over this transport, from the network that this browser is in. */
export const tryTurn = async (servers: readonly IceServer[], transport: Transport): Promise<Finding> => {
  const id = `turn-${transport}-here` as const;
  const fits = (url: string) => url.startsWith('turn') && transportOf(url) === transport;
  const named = servers
    .map((server) => ({ ...server, urls: [server.urls].flat().filter(fits) }))
    .filter(({ urls }) => urls.length > 0);
  // Whether there should be one is the relay's to say.
  if (named.length === 0) return { id, state: 'skipped', found: 'turn-absent' };
  const heard: Heard = { relayed: false };
  const amount = await sendThrough(named as RTCIceServer[], heard);
  const about = named.flatMap(({ urls }) => urls).join(', ');
  if (amount !== undefined) return { id, state: 'ok', found: 'turn-carries', about, amount };
  if (heard.relayed) return { id, state: 'failed', found: 'turn-carries-nothing', about };
  if (heard.refusal !== undefined)
    return { id, state: 'failed', found: 'turn-refused', about, said: String(heard.refusal) };
  return { id, state: 'failed', found: 'turn-unreached', about };
};
