import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { quiet, until } from '#tests/fakes/until.ts';
import { active, inCall, phase } from './in-call.ts';

const headset = { id: 'headset', label: 'Headset' };
const builtIn = { id: 'built-in', label: 'Built-in' };
const webcam = { id: 'webcam', label: 'Webcam' };

/** ann has two microphones and a camera, and a call with bo. */
const equipped = async () => {
  const people = await inCall();
  const { ann } = people;
  ann.client.setVisible(true);
  ann.calling.plug({ microphone: [headset, builtIn], camera: [webcam] });
  const [link] = ann.calling.links;
  await until(() => ann.calling.treatments.length === 1, 'the treatment of the microphone');
  return {
    ...people,
    sent: (kind: 'audio' | 'video') => link?.sent.get(kind) as unknown,
    newest: () => ann.calling.tracks.at(-1),
    news: () => ann.calling.devices.state().news,
  };
};

describe('devices in mid-call', () => {
  test('another microphone takes the place of the one in use, and the path stays as it is', async () => {
    const { ann, sent, newest } = await equipped();
    const [first] = ann.calling.tracks;
    ann.calling.devices.choose('microphone', 'headset');
    await until(() => newest()?.label === 'headset' && sent('audio') === newest(), 'the headset');
    expect(first?.readyState).toBe('ended');
    expect(ann.calling.links).toHaveLength(1);
    expect(ann.calling.treatments.map(({ ended }) => ended)).toEqual([true, false]);
    expect(active(ann).microphone).toEqual({ state: 'on' });
  });

  test('[R25] who is muted stays so with another microphone', async () => {
    const { ann, bo, sent, newest } = await equipped();
    ann.client.call.setMicrophone(false);
    ann.calling.devices.choose('microphone', 'headset');
    await until(() => newest()?.label === 'headset' && ann.calling.treatments.length === 2, 'the headset');
    expect(sent('audio')).toBeUndefined();
    expect(ann.calling.treatments[1]?.muted).toBe(true);
    expect(active(bo).remoteMicrophone).toBe('off');
    ann.client.call.setMicrophone(true);
    await until(() => sent('audio') === newest(), 'the voice');
  });

  test('of two choices in a hurry the second counts', async () => {
    const { ann, sent } = await equipped();
    ann.calling.devices.choose('microphone', 'headset');
    ann.calling.devices.choose('microphone', 'built-in');
    await quiet();
    const live = ann.calling.tracks.filter(({ readyState }) => readyState === 'live');
    expect(live.map(({ label }) => label)).toEqual(['built-in']);
    expect(sent('audio')).toBe(live[0]);
  });

  test('one that cannot be opened leaves the one that speaks', async () => {
    const { ann, sent } = await equipped();
    const [first] = ann.calling.tracks;
    ann.calling.refusals.microphone = 'device_busy';
    ann.calling.devices.choose('microphone', 'headset');
    await quiet();
    expect(first?.readyState).toBe('live');
    expect(sent('audio')).toBe(first);
    expect(active(ann).microphone).toEqual({ state: 'on' });
  });

  test('another camera is shown to both', async () => {
    const { ann, bo, sent, newest } = await equipped();
    ann.client.call.setCamera(true);
    await until(() => active(bo).remoteCamera === 'on', 'the camera');
    const before = active(ann).localStream;
    const first = newest();
    ann.calling.devices.choose('camera', 'webcam');
    await until(() => newest()?.label === 'webcam' && sent('video') === newest(), 'the webcam');
    expect(first?.readyState).toBe('ended');
    expect(active(ann).localStream).not.toBe(before);
    expect(active(ann).camera).toEqual({ state: 'on' });
  });
});

describe('devices that are unplugged', () => {
  test('[R25] the one that is left takes over, and the chosen one when it is back', async () => {
    const { ann, bo, sent, newest, news } = await equipped();
    ann.calling.devices.choose('microphone', 'headset');
    await until(() => newest()?.label === 'headset' && sent('audio') === newest(), 'the headset');
    const lost = newest();
    ann.calling.plug({ microphone: [builtIn] });
    lost?.die();
    await until(() => newest()?.label !== 'headset' && sent('audio') === newest(), 'the other one');
    expect(news()).toMatchObject({ what: 'gone' });
    expect(active(bo).remoteMicrophone).toBe('on');
    ann.calling.plug({ microphone: [builtIn, headset] });
    await until(() => newest()?.label === 'headset' && sent('audio') === newest(), 'the headset again');
    expect(news()).toEqual({ kind: 'microphone', what: 'back', label: 'Headset' });
    expect(ann.calling.tracks.filter(({ readyState }) => readyState === 'live')).toHaveLength(1);
  });

  test('[R25] one that is back before the other has been looked at is used all the same', async () => {
    const { ann, sent, newest } = await equipped();
    ann.calling.devices.choose('microphone', 'headset');
    await until(() => newest()?.label === 'headset' && sent('audio') === newest(), 'the headset');
    const letLook = ann.calling.holdLooks();
    ann.calling.plug({ microphone: [builtIn] });
    await until(() => newest()?.label !== 'headset' && sent('audio') === newest(), 'the other one');
    ann.calling.plug({ microphone: [builtIn, headset] });
    letLook();
    await until(() => newest()?.label === 'headset' && sent('audio') === newest(), 'the headset again');
  });

  test('[R25] with none left the call goes on without, and speaks again with the next one', async () => {
    const { ann, bo, sent, newest } = await equipped();
    ann.calling.refusals.microphone = 'device_missing';
    newest()?.die();
    ann.calling.plug({ microphone: [] });
    await until(() => active(ann).microphone.state === 'unavailable', 'the loss');
    await until(() => active(bo).remoteMicrophone === 'unavailable', 'the word of it');
    expect(sent('audio')).toBeUndefined();
    expect(phase(ann)).toBe('active');
    delete ann.calling.refusals.microphone;
    ann.calling.plug({ microphone: [builtIn] });
    await until(() => active(bo).remoteMicrophone === 'on' && sent('audio') === newest(), 'the next one');
  });

  test('one that nobody hears is not replaced until somebody should hear it', async () => {
    const { ann, newest, sent } = await equipped();
    ann.client.call.setMicrophone(false);
    const tracks = ann.calling.tracks.length;
    newest()?.die();
    await quiet();
    expect(ann.calling.tracks).toHaveLength(tracks);
    ann.client.call.setMicrophone(true);
    await until(() => ann.calling.tracks.length === tracks + 1 && sent('audio') === newest(), 'the voice');
  });
});

describe('a page that is loaded again', () => {
  const kept = new Map<string, string>();
  beforeEach(() =>
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    }),
  );
  afterEach(() => {
    vi.unstubAllGlobals();
    kept.clear();
  });

  test.each([
    ['[R25] who was muted is so after it, too', false, 'off'],
    ['[R18] who was heard is heard again', true, 'on'],
  ] as const)('%s', async (_, heard, state) => {
    const { ann, clock } = await inCall();
    ann.client.call.setMicrophone(false);
    if (heard) ann.client.call.setMicrophone(true);
    ann.client.close(true);
    ann.windows.die();
    const again = ann.home.open();
    await until(() => phase(again) === 'other-context', 'its call');
    clock.advance(1_000);
    await until(() => phase(again) === 'left', 'the way back');
    again.client.call.resume();
    await until(() => phase(again) === 'active' && active(again).path.state === 'connected', 'the path');
    await quiet();
    expect(active(again).microphone.state).toBe(state);
    expect(again.calling.tracks).toHaveLength(heard ? 1 : 0);
  });
});
