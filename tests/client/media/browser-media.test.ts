import { afterEach, describe, expect, test, vi } from 'vitest';
import { browserMedia } from '#shared/client/media/browser-media.ts';
import { quiet } from '#tests/fakes/until.ts';

const refuse = (name: string) => vi.fn((_?: MediaStreamConstraints) => Promise.reject(new DOMException('', name)));

const withDevices = (devices: unknown, permissions?: unknown) => {
  vi.stubGlobal('navigator', { mediaDevices: devices, permissions });
  return browserMedia({ chosen: (device) => (device === 'camera' ? 'the one on the desk' : undefined) });
};

afterEach(() => vi.unstubAllGlobals());

describe('microphone and camera', () => {
  test.each([
    ['NotAllowedError', 'device_denied'],
    ['SecurityError', 'device_denied'],
    ['NotFoundError', 'device_missing'],
    ['OverconstrainedError', 'device_missing'],
    ['NotReadableError', 'device_busy'],
    ['AbortError', 'device_busy'],
  ])('%s is %s', async (error, reason) => {
    const media = withDevices({ getUserMedia: refuse(error) });
    expect(await media.microphone()).toEqual({ ok: false, reason });
    expect(await media.camera()).toEqual({ ok: false, reason });
  });

  test('the chosen one is asked for, and any other where it is not plugged in', async () => {
    const getUserMedia = refuse('NotFoundError');
    const media = withDevices({ getUserMedia });
    await media.camera();
    const chosen = { video: expect.objectContaining({ deviceId: { exact: 'the one on the desk' } }) };
    const any = { video: expect.not.objectContaining({ deviceId: expect.anything() }) };
    expect(getUserMedia.mock.calls).toEqual([[chosen], [any]]);
    await media.camera('environment');
    expect(getUserMedia).toHaveBeenLastCalledWith(any);
  });

  test('both in one turn are one question, and each by itself where both cannot be had', async () => {
    const asked: string[][] = [];
    let camera = true;
    const getUserMedia = async (constraints: MediaStreamConstraints) => {
      const kinds = Object.keys(constraints);
      asked.push(kinds);
      if (!camera && kinds.includes('video')) throw new DOMException('', 'NotAllowedError');
      return { getTracks: () => kinds.map((kind) => ({ kind })) };
    };
    const states = { microphone: 'granted', camera: 'granted' };
    const query = async ({ name }: { readonly name: keyof typeof states }) => ({
      get state() {
        return states[name];
      },
    });
    const media = withDevices({ getUserMedia }, { query });
    await quiet();
    const both = () => Promise.all([media.microphone(), media.camera('environment')]);
    expect(await both()).toMatchObject([{ value: { kind: 'audio' } }, { value: { kind: 'video' } }]);
    expect(asked.splice(0)).toEqual([['audio', 'video']]);
    camera = false;
    expect(await both()).toMatchObject([{ value: { kind: 'audio' } }, { reason: 'device_denied' }]);
    expect(asked.splice(0)).toEqual([['audio', 'video'], ['audio'], ['video']]);
    await media.microphone();
    await media.microphone();
    expect(asked.splice(0)).toEqual([['audio'], ['audio']]);
    states.camera = 'prompt';
    await both();
    expect(asked).toEqual([['audio'], ['video']]);
  });

  test('a page that may not capture at all says so', async () => {
    expect(await withDevices(undefined).microphone()).toEqual({ ok: false, reason: 'device_denied' });
  });
});

describe('shares', () => {
  test.each([
    ['NotAllowedError', 'share_cancelled'],
    ['AbortError', 'share_cancelled'],
    ['NotSupportedError', 'share_unsupported'],
    ['NotReadableError', 'device_busy'],
  ])('%s is %s', async (error, reason) => {
    expect(await withDevices({ getDisplayMedia: refuse(error) }).screen()).toEqual({ ok: false, reason });
  });

  test('a browser that cannot share says so before anything is asked', async () => {
    const media = withDevices({ getUserMedia: refuse('NotAllowedError') });
    expect(media.canShare()).toEqual({ screen: false, tab: false });
    expect(await media.screen()).toEqual({ ok: false, reason: 'share_unsupported' });
  });

  test('[R37] a shared sound is not treated as speech, and one’s own voice stays out of it', async () => {
    const getDisplayMedia = vi.fn((_: unknown) => Promise.reject(new DOMException('', 'AbortError')));
    await withDevices({ getDisplayMedia }).screen();
    expect(getDisplayMedia.mock.calls[0]?.[0]).toMatchObject({
      systemAudio: 'include',
      audio: { echoCancellation: true, noiseSuppression: false, autoGainControl: false, restrictOwnAudio: true },
    });
  });
});
