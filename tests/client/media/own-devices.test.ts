import { describe, expect, test, vi } from 'vitest';
import { createOwnDevices } from '#shared/client/media/devices/own-devices.ts';
import { rememberedDevices } from '#shared/client/media/devices/remembered.ts';
import type { ChosenDevices } from '#shared/core/media/own-devices.ts';
import { quiet } from '#tests/fakes/until.ts';

const found = (kind: MediaDeviceKind, deviceId: string, label = ''): MediaDeviceInfo =>
  ({ kind, deviceId, label }) as MediaDeviceInfo;

/** A browser with devices that a test plugs in and out. */
const browserWith = async (...devices: readonly MediaDeviceInfo[]) => {
  let plugged = devices;
  const browser = Object.assign(new EventTarget(), { enumerateDevices: async () => [...plugged] });
  let kept: ChosenDevices = {};
  const memory = {
    read: () => kept,
    write: (chosen: ChosenDevices) => {
      kept = chosen;
    },
  };
  const own = createOwnDevices({ browser, memory, routesSound: true });
  await quiet();
  const plug = async (...now: readonly MediaDeviceInfo[]) => {
    plugged = now;
    browser.dispatchEvent(new Event('devicechange'));
    await quiet();
  };
  return { own, plug, kept: () => kept };
};

const headset = found('audioinput', 'h', 'Headset');

describe('own devices', () => {
  test('the system’s own entries and what has no name yet are not listed', async () => {
    const { own } = await browserWith(
      found('audioinput', 'default', 'Default - Headset'),
      found('audioinput', 'communications', 'Communications - Headset'),
      headset,
      found('audiooutput', 's', 'Speakers'),
      found('videoinput', ''),
    );
    expect(own.state().lists).toEqual({
      microphone: [{ id: 'h', label: 'Headset' }],
      loudspeaker: [{ id: 's', label: 'Speakers' }],
      camera: [],
    });
    expect(own.state().system).toEqual({ microphone: 'Default - Headset' });
  });

  test('a choice is remembered, and what is unplugged is told and stays chosen', async () => {
    const { own, plug, kept } = await browserWith(headset, found('audioinput', 'b', 'Built-in'));
    const told = vi.fn();
    own.subscribe(told);
    own.choose('microphone', 'h');
    expect(kept()).toEqual({ microphone: { id: 'h', label: 'Headset' } });
    await plug(found('audioinput', 'b', 'Built-in'));
    expect(own.state()).toMatchObject({ chosen: kept(), news: { what: 'gone', label: 'Headset' } });
    expect(told).toHaveBeenCalledTimes(2);
    own.choose('microphone');
    expect(kept()).toEqual({});
  });

  test('a browser without devices has none to choose', async () => {
    const own = createOwnDevices({ browser: undefined, memory: rememberedDevices, routesSound: false });
    await own.look();
    expect(own.state().lists).toEqual({ microphone: [], loudspeaker: [], camera: [] });
    expect(own.pickLoudspeaker).toBeUndefined();
  });

  test('where the browser shows its own list of loudspeakers, what is picked there is chosen', async () => {
    const picked = found('audiooutput', 's', 'Speakers');
    const browser = Object.assign(new EventTarget(), {
      enumerateDevices: async () => [picked],
      selectAudioOutput: async () => picked,
    });
    const own = createOwnDevices({ browser, memory: { read: () => ({}), write: () => {} }, routesSound: true });
    expect(await own.pickLoudspeaker?.()).toMatchObject({ ok: true });
    expect(own.state().chosen.loudspeaker).toEqual({ id: 's', label: 'Speakers' });
  });

  test.each(['not json', '{"microphone":7}', '{"microphone":{"id":1}}'])(
    'storage that holds %s has no choice',
    (kept) => {
      vi.stubGlobal('localStorage', { getItem: () => kept });
      expect(rememberedDevices.read()).toEqual({});
      vi.unstubAllGlobals();
    },
  );
});
