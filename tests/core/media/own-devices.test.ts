import { describe, expect, test } from 'vitest';
import {
  choose,
  type DeviceLists,
  listed,
  noDevices,
  type OwnDevicesState,
  targetOf,
  unplugged,
} from '#shared/core/media/own-devices.ts';

const headset = { id: 'h', label: 'Headset' };
const builtIn = { id: 'b', label: 'Built-in' };
const list = (...microphone: DeviceLists['microphone']) => ({
  lists: { microphone, loudspeaker: [], camera: [] },
  system: { microphone: 'Default - Built-in' },
});
const both = listed(noDevices({}), list(headset, builtIn));
const target = (state: OwnDevicesState): string => targetOf(state, 'microphone');

describe('the devices at hand', () => {
  test('nothing chosen follows the system, and so does what is not plugged in', () => {
    const chosen = choose(both, 'microphone', 'h');
    expect(target(chosen)).toBe('h');
    expect(target(both)).toBe(target(listed(chosen, list(builtIn))));
    expect(target(choose(chosen, 'microphone', undefined))).toBe(target(both));
    const other = { ...list(headset, builtIn), system: { microphone: 'Default - Headset' } };
    expect(target(listed(both, other))).not.toBe(target(both));
  });

  test('what was chosen is told when it goes and when it comes back', () => {
    const chosen = choose(both, 'microphone', 'h');
    const gone = listed(chosen, list(builtIn));
    expect(gone.news).toEqual({ kind: 'microphone', what: 'gone', label: 'Headset' });
    const back = listed(gone, list(builtIn, headset));
    expect(back.news).toEqual({ kind: 'microphone', what: 'back', label: 'Headset' });
    expect(target(back)).toBe('h');
  });

  test('names that the browser has kept to itself until now are no news, nor is what nobody chose', () => {
    expect(listed(noDevices({ microphone: headset }), list(headset)).news).toBeUndefined();
    expect(listed(both, list(builtIn)).news).toBeUndefined();
    expect(listed(both, list(headset, builtIn))).toBe(both);
  });

  test('what was in use and has ended is told by its name', () => {
    expect(unplugged(both, 'camera', 'Webcam').news).toEqual({ kind: 'camera', what: 'gone', label: 'Webcam' });
  });
});
