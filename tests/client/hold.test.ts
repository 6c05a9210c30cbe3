import { describe, expect, test } from 'vitest';
import { passing, quiet, until } from '#tests/fakes/until.ts';
import { active, ending, inCall, phase } from './in-call.ts';

describe('a call that holds', () => {
  test('[R29] a path that is lost is given up after 30 s, resumed with one tap, and else over after 2 min', async () => {
    const { ann, bo, clock } = await inCall();
    const lose = () => {
      for (const { calling } of [ann, bo]) calling.links[0]?.options.onEvent({ type: 'path-lost', ago: 0 });
    };
    const isGivenUp = () => active(ann).path.state === 'lost' && active(bo).path.state === 'lost';
    lose();
    expect(active(ann).path.state).toBe('reconnecting');
    expect(await passing(clock, isGivenUp)).toBeLessThanOrEqual(30_200);
    expect(ann.calling.tones.at(-1)).toBe('lost');
    expect([...ann.calling.tracks, ...bo.calling.tracks].map(({ readyState }) => readyState)).not.toContain('live');

    const { revived } = ann.calling.links[0] ?? { revived: 0 };
    ann.client.call.resume();
    expect(ann.calling.links[0]?.revived).toBe(revived + 1);
    for (const { calling } of [ann, bo]) calling.links[0]?.options.onEvent({ type: 'path-connected' });
    await until(() => active(ann).microphone.state === 'on' && active(bo).remoteMicrophone === 'on', 'the microphone');
    expect(ann.calling.links[0]?.sent.get('audio')).toBe(ann.calling.tracks.at(-1));
    expect(active(bo)).toMatchObject({ path: { state: 'connected' }, microphone: { state: 'off' } });
    expect(ann.calling.tones).not.toContain('ring');

    lose();
    const isOver = () => phase(ann) === 'ended' && phase(bo) === 'ended';
    expect(await passing(clock, isOver)).toBeLessThanOrEqual(120_200);
    expect(ending(ann)).toMatchObject({ kind: 'ended', reason: 'reconnect-failed' });
  });

  test('[R33] a phone that is locked says so, and unlocked it captures anew and speaks as before', async () => {
    const { ann, bo } = await inCall();
    ann.client.setVisible(true);
    ann.client.setVisible(false);
    const [microphone] = ann.calling.tracks;
    microphone?.silence();
    await until(() => active(bo).remotePaused === true, 'the word of it');
    expect(active(bo).remoteMicrophone).toBe('on');
    ann.client.setVisible(true);
    await until(() => active(bo).remotePaused === undefined, 'the word of its end');
    await until(() => ann.calling.links[0]?.sent.get('audio') === ann.calling.tracks.at(-1), 'the new track');
    expect(microphone?.readyState).toBe('ended');
    expect(ann.calling.tracks).toHaveLength(2);

    ann.calling.freeze(true);
    await until(() => active(bo).remotePaused === true, 'the word of the freeze');
    ann.calling.freeze(false);
    await until(() => active(bo).remotePaused === undefined, 'the word of its end');
    expect(ann.calling.tracks).toHaveLength(2);
  });

  /** ann's page is loaded again: what it had dies, and the same device opens another. */
  const reload = ({ client, home, windows }: Awaited<ReturnType<typeof inCall>>['ann']) => {
    client.close(true);
    windows.die();
    return home.open();
  };

  test('[R18] a page that is loaded again goes back to its call, without a ring, and both hear each other', async () => {
    const { ann, bo, clock } = await inCall();
    const id = active(bo).call;
    const tones = bo.calling.tones.length;
    const again = reload(ann);
    await until(() => active(bo).path.state === 'left', 'the word of it');
    await until(() => phase(again) === 'other-context', 'its call');
    expect(await passing(clock, () => phase(again) === 'left')).toBeLessThanOrEqual(2_000);
    await until(() => active(bo).path.state === 'reconnecting', 'the word of its return');

    again.client.call.resume();
    await until(() => phase(again) === 'active' && active(again).path.state === 'connected', 'the path');
    expect(active(again)).toMatchObject({ call: id, role: 'caller', peer: { account: bo.uid } });
    await until(() => again.calling.links[0]?.sent.get('audio') !== undefined, 'the microphone');
    expect(again.calling.links[0]?.options.again).toBe(true);
    await until(() => active(bo).path.state === 'connected' && active(bo).microphone.state === 'on', 'bo');
    expect(bo.calling.tones.slice(tones)).not.toContain('ring');
  });

  test('[R18] a page that does not come back has hung up', async () => {
    const { ann, bo, clock } = await inCall();
    ann.client.close(true);
    await until(() => active(bo).path.state === 'left', 'the word of it');
    expect(await passing(clock, () => phase(bo) === 'ended')).toBeLessThanOrEqual(10_200);
    expect(ending(bo)).toMatchObject({ reason: 'hang-up', by: 'them' });
  });

  test('[R18] no other window takes a call from one that lives', async () => {
    const { ann, clock } = await inCall();
    const other = ann.home.open();
    await until(() => phase(other) === 'other-context', 'the call');
    clock.advance(5_000);
    await quiet();
    expect(phase(other)).toBe('other-context');
    ann.client.call.hangUp();
    await until(() => phase(other) === 'none', 'its end');
  });

  test('[R31] another window of the device shows no call that is over, whether or not the relay is there', async () => {
    const { ann, bo, clock, net } = await inCall();
    const popup = ann.home.open({ calling: false });
    await until(() => phase(popup) === 'other-context', 'the call');
    net.setReachable(false);
    net.cut();
    bo.client.call.hangUp();
    await until(() => phase(ann) === 'ended', 'the end');
    await until(() => phase(popup) === 'none', 'its end in the popup');
    net.setReachable(true);
    await passing(clock, () => popup.client.state().link.state === 'online');
    await quiet();
    expect(phase(popup)).toBe('none');
  });
});
