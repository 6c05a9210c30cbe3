import { describe, expect, test, vi } from 'vitest';
import { createPostbox } from '#shared/client/peers/postbox.ts';
import { isSafeSdp, withQuickStart, withStereoMusic } from '#shared/client/peers/sdp.ts';
import { parseSignal } from '#shared/client/peers/wire.ts';

const SDP = [
  'v=0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=fingerprint:sha-256 AB:CD',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  '',
].join('\r\n');

const candidate = { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'abcd' };

describe('the way of signals', () => {
  const make = (isWell: boolean) => {
    const sendFrame = vi.fn();
    const sendSignal = vi.fn();
    const onRenewed = vi.fn();
    const postbox = createPostbox({ isWell: () => isWell, sendFrame, sendSignal, onRenewed });
    return { sendFrame, sendSignal, onRenewed, postbox };
  };

  test('[R31] while the path is well nothing needs the relay', () => {
    const { postbox, sendFrame, sendSignal } = make(true);
    postbox.send({ type: 'candidate', connection: 'c', candidate });
    expect(sendFrame).toHaveBeenCalledTimes(1);
    expect(sendSignal).not.toHaveBeenCalled();
  });

  test('while it is not, a signal goes both ways, and what comes twice is opened once', () => {
    const { postbox, sendFrame, sendSignal } = make(false);
    postbox.send({ type: 'candidate', connection: 'c', candidate });
    const [type, payload] = sendSignal.mock.calls[0] ?? [];
    expect(sendFrame.mock.calls[0]?.[0]).toEqual({ type: 'signal', signal: type, payload });
    expect(postbox.open(type, payload)).toEqual({ type: 'candidate', connection: 'c', candidate });
    expect(postbox.open(type, payload)).toBeUndefined();
  });

  test('[R18] a page that was loaded again has another link; what its former one has sent is late', () => {
    const { postbox, onRenewed } = make(true);
    const leave = (id: string, link: string) => postbox.open('leave', { id, link });
    expect([leave('1', 'first'), leave('2', 'first')]).toEqual([{ type: 'leave' }, { type: 'leave' }]);
    expect(onRenewed).not.toHaveBeenCalled();
    expect(leave('3', 'second')).toEqual({ type: 'leave' });
    expect(onRenewed).toHaveBeenCalledTimes(1);
    expect(leave('4', 'first')).toBeUndefined();
    expect(leave('5', 'second')).toEqual({ type: 'leave' });
    expect(onRenewed).toHaveBeenCalledTimes(1);
  });

  test('[R4] candidates without a connection are kept and handed out once', () => {
    const { postbox } = make(true);
    postbox.keep('c', candidate);
    postbox.keep('c', { ...candidate, candidate: 'candidate:2' });
    expect(postbox.early('c').map(({ candidate }) => candidate)).toEqual(['candidate:1', 'candidate:2']);
    expect(postbox.early('c')).toEqual([]);
  });
});

describe('what the other side says', () => {
  const flooded = () =>
    createPostbox({ isWell: () => true, sendFrame: vi.fn(), sendSignal: vi.fn(), onRenewed: vi.fn() });

  test('[R4] of candidates without a connection only so many wait, those of the newest connections', () => {
    const postbox = flooded();
    for (let i = 0; i < 1_000; i++) postbox.keep('c', candidate);
    expect(postbox.early('c').length).toBeLessThanOrEqual(100);
    postbox.keep('first', candidate);
    for (let i = 0; i < 100; i++) postbox.keep(`c${i}`, candidate);
    expect(postbox.early('first')).toEqual([]);
    expect(postbox.early('c99')).toEqual([candidate]);
  });

  test('names of signals and links are short, and only the newest are known again', () => {
    const postbox = flooded();
    expect(postbox.open('leave', { id: 'x'.repeat(65), link: 'l' })).toBeUndefined();
    expect(postbox.open('leave', { id: 'x', link: 'l'.repeat(65) })).toBeUndefined();
    for (let i = 0; i < 10_000; i++) postbox.open('leave', { id: `${i}`, link: 'l' });
    expect(postbox.open('leave', { id: '9999', link: 'l' })).toBeUndefined();
    expect(postbox.open('leave', { id: '0', link: 'l' })).toEqual({ type: 'leave' });
  });

  test('a signal must make sense', () => {
    const offer = { id: '1', link: 'l', connection: 'c', purpose: { use: 'call' }, sdp: SDP };
    expect(parseSignal('offer', offer)?.signal).toMatchObject({ type: 'offer', purpose: { use: 'call' } });
    expect(parseSignal('offer', { ...offer, purpose: { use: 'spy' } })).toBeUndefined();
    expect(parseSignal('offer', { ...offer, id: undefined })).toBeUndefined();
    expect(parseSignal('answer', { ...offer, connection: '' })).toBeUndefined();
    expect(parseSignal('offer', 'offer')).toBeUndefined();
    expect(parseSignal('offer', null)).toBeUndefined();
  });

  test('a description without a SHA-256 fingerprint, or out of all proportion, does not reach the browser', () => {
    expect(isSafeSdp(SDP)).toBe(true);
    expect(isSafeSdp(SDP.replace('sha-256', 'sha-1'))).toBe(false);
    expect(isSafeSdp(SDP.replace(/a=fingerprint.*\r\n/, ''))).toBe(false);
    expect(isSafeSdp(`${SDP}${'a=candidate:1\r\n'.repeat(101)}`)).toBe(false);
    expect(isSafeSdp(`${SDP}${'m=audio 9 x 0\r\n'.repeat(65)}`)).toBe(false);
    expect(isSafeSdp(`${SDP}${'a=x\r\n'.repeat(20_000)}`)).toBe(false);
  });

  test('[R37] a share’s sound asks for stereo; what has no Opus stays as it is', () => {
    expect(withStereoMusic(SDP)).toContain(
      'a=fmtp:111 minptime=10;useinbandfec=1;stereo=1;sprop-stereo=1;maxaveragebitrate=128000\r\n',
    );
    expect(withStereoMusic('v=0\r\n')).toBe('v=0\r\n');
  });

  test('a camera begins quickly, whatever its codec, and nothing else is touched', () => {
    const lines = [
      'a=rtpmap:96 VP8/90000',
      'a=rtpmap:97 rtx/90000',
      'a=fmtp:97 apt=96',
      'a=rtpmap:98 VP9/90000',
      'a=fmtp:98 profile-id=0',
      'a=rtpmap:63 opus/48000/2',
      '',
    ];
    const quick = 'x-google-start-bitrate=1000';
    expect(withQuickStart(lines.join('\r\n')).split('\r\n')).toEqual([
      lines[0],
      `a=fmtp:96 ${quick}`,
      lines[1],
      lines[2],
      lines[3],
      `${lines[4]};${quick}`,
      lines[5],
      '',
    ]);
  });
});
