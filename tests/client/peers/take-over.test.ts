import { expect, test, vi } from 'vitest';
import { takeOver } from '#shared/client/peers/take-over.ts';
import { quiet } from '#tests/fakes/until.ts';

/** Before its remote description. */
class FakeConnection extends EventTarget {
  remoteDescription: { readonly sdp: string } | null = null;
  readonly added: string[] = [];
  addIceCandidate = async ({ candidate }: RTCIceCandidateInit) => void this.added.push(candidate ?? '');
  describe(sdp: string): void {
    this.remoteDescription = { sdp };
    this.dispatchEvent(new Event('signalingstatechange'));
  }
}

test('[R4] candidates wait for their description, the newest of them and no more than there is use for', async () => {
  const pc = new FakeConnection();
  const { candidate } = takeOver(pc as unknown as RTCPeerConnection, {
    role: 'callee',
    configuration: () => ({}),
    sendCandidate: vi.fn(),
    sendDescription: vi.fn(),
    sendWish: vi.fn(),
  });
  for (let i = 0; i < 5_000; i++)
    candidate({ candidate: `candidate:${i}`, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'abcd' });
  pc.describe('a=ice-ufrag:abcd\r\n');
  await quiet();
  expect(pc.added.length).toBeLessThanOrEqual(100);
  expect(pc.added.at(-1)).toBe('candidate:4999');
});
