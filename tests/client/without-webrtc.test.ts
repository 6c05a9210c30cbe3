import { describe, expect, test, vi } from 'vitest';
import '#shared/client/acts/push.ts'; // loaded on demand otherwise, which takes real time
import type { BrowserPush, Ports } from '#shared/client/ports.ts';
import { quiet, until } from '#tests/fakes/until.ts';
import { createHouse } from './house.ts';
import { phase } from './in-call.ts';

const without = (ports: Ports): Ports => ({ ...ports, callsUnsupported: true });

describe('[R16] where the browser has no WebRTC', () => {
  test('nothing rings, and the caller is told of those devices only that do', async () => {
    const { pair, person } = createHouse();
    const { ann, bo } = await pair({ ports: without });
    const capable = await person('ann');
    ann.client.setVisible(true);
    bo.client.call.start(ann.uid, 'audio');
    await until(() => phase(capable) === 'incoming', 'the ring on the other device');
    await quiet();
    expect(phase(ann)).toBe('none');
    expect(ann.calling.tones).toEqual([]);
    expect(bo.client.state().call).toMatchObject({ stage: 'ringing', devices: 1 });
    capable.client.call.answer('audio');
    await until(() => phase(bo) === 'active', 'the answer');
  });

  test('it is said at once, and again to whoever calls', async () => {
    const { pair } = createHouse();
    const { ann, bo } = await pair({ ports: without });
    const said = ann.client.state().notices;
    expect(said.map(({ reason }) => reason)).toEqual(['calls_unsupported']);
    ann.client.dismissNotice(said[0]?.id ?? '');
    ann.client.call.start(bo.uid, 'audio');
    await quiet();
    expect([phase(ann), phase(bo)]).toEqual(['none', 'none']);
    expect(ann.client.state().notices.map(({ reason }) => reason)).toEqual(['calls_unsupported']);
  });

  test('no room is entered', async () => {
    const { person } = createHouse();
    const { client } = await person('ann', { ports: without });
    const rooms = await client.rooms();
    rooms?.join('https://relay.test/#/room/aB3dE6gH9k.AAAAAAAAAAAAAAAAAAAAAQ');
    expect(rooms?.state()).toMatchObject({
      phase: 'over',
      ending: { kind: 'failed', reason: 'calls_unsupported' },
    });
  });

  test('pushes are not asked for, and those of former times are given back', async () => {
    const push: BrowserPush = { subscribe: vi.fn(), unsubscribe: vi.fn(), alerts: () => 'granted' };
    const { person, net } = createHouse();
    const ports = (before: Ports): Ports => ({ ...without(before), push: async () => push });
    const { client } = await person('ann', { ports });
    expect(await client.push.subscribe()).toBe('unsupported');
    expect(push.subscribe).not.toHaveBeenCalled();
    expect(push.unsubscribe).toHaveBeenCalledOnce();
    expect(net.asked).toContain('no pushes');
  });
});
