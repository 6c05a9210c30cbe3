import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { browserMedia } from '#shared/client/media/browser-media.ts';

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

  describe('in one turn', () => {
    let asked: string[][];
    let states: Record<'microphone' | 'camera', PermissionState>;
    let camera: 'quick' | 'slow' | 'denied';

    const both = async () => {
      const getUserMedia = async (constraints: MediaStreamConstraints) => {
        const kinds = Object.keys(constraints);
        asked.push(kinds);
        if (camera === 'denied' && kinds.includes('video')) throw new DOMException('', 'NotAllowedError');
        if (camera === 'slow' && kinds.includes('video')) await new Promise((resolve) => setTimeout(resolve, 1_000));
        return { getTracks: () => kinds.map((kind) => ({ kind })) };
      };
      const query = async ({ name }: { readonly name: keyof typeof states }) => ({ state: states[name] });
      const media = withDevices({ getUserMedia }, { query });
      await vi.advanceTimersByTimeAsync(0);
      const opened = Promise.all([media.microphone(), media.camera('environment')]);
      await vi.advanceTimersByTimeAsync(1_000);
      return opened;
    };

    beforeEach(() => {
      const kept = new Map<string, string>();
      vi.stubGlobal('localStorage', {
        getItem: (key: string) => kept.get(key) ?? null,
        setItem: (key: string, value: string) => void kept.set(key, value),
      });
      vi.useFakeTimers();
      asked = [];
      states = { microphone: 'granted', camera: 'granted' };
      camera = 'quick';
    });
    afterEach(() => vi.useRealTimers());

    const opened = [{ value: { kind: 'audio' } }, { value: { kind: 'video' } }];

    test('both are one question to the person', async () => {
      states = { microphone: 'prompt', camera: 'prompt' };
      expect(await both()).toMatchObject(opened);
      expect(asked).toEqual([['audio', 'video']]);
    });

    test('a voice does not wait for the word on a camera', async () => {
      states.camera = 'prompt';
      expect(await both()).toMatchObject(opened);
      expect(asked).toEqual([['audio'], ['video']]);
    });

    test('[R23] they are opened at once as long as the camera is quick; the voice comes first where it is not', async () => {
      const separate = [['audio'], ['video']];
      const asOne = [['audio', 'video']];
      for (const [now, expected] of [
        ['quick', separate], // nobody knows yet
        ['quick', asOne],
        ['slow', asOne],
        ['slow', separate],
        ['quick', separate],
        ['quick', asOne],
      ] as const) {
        camera = now;
        expect(await both()).toMatchObject(opened);
        expect(asked.splice(0)).toEqual(expected);
      }
    });

    test('each is asked for by itself where both cannot be had', async () => {
      await both();
      asked = [];
      camera = 'denied';
      expect(await both()).toMatchObject([{ value: { kind: 'audio' } }, { reason: 'device_denied' }]);
      expect(asked).toEqual([['audio', 'video'], ['audio'], ['video']]);
    });
  });

  test('what is asked for twice is not one of two', async () => {
    const getUserMedia = refuse('NotFoundError');
    const media = withDevices({ getUserMedia });
    await Promise.all([media.microphone(), media.microphone()]);
    expect(getUserMedia.mock.calls).toEqual([[{ audio: expect.anything() }], [{ audio: expect.anything() }]]);
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
