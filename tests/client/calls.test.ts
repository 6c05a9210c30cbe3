import { describe, expect, test } from 'vitest';
import type { History } from '#shared/client/ports.ts';
import { defaultShareChoices } from '#shared/core/quality/share-choice.ts';
import { passing, quiet, until } from '#tests/fakes/until.ts';
import { createHouse } from './house.ts';
import { active, ending, inCall, phase } from './in-call.ts';

describe('calls', () => {
  test('[CA1] [SG1] a call rings, is answered, connects over sealed signals and is hung up', async () => {
    const { pair } = createHouse();
    const { ann, bo } = await pair();
    bo.client.setVisible(true);
    const seen: unknown[] = [];
    ann.client.subscribe(({ call }) => seen.push(call));
    ann.client.call.start(bo.uid, 'video');
    await until(() => bo.client.state().call.phase === 'incoming');
    await until(() => bo.calling.tones.at(-1) === 'ring', 'the ring');
    await until(() => ann.calling.tones.at(-1) === 'ringback', 'the ringback');
    expect(seen).toContainEqual(
      expect.objectContaining({ phase: 'outgoing', stage: 'asking', microphone: { state: 'starting' } }),
    );
    expect(ann.client.state().call).toMatchObject({ phase: 'outgoing', stage: 'ringing' });
    expect(bo.calling.tracks).toEqual([]);

    bo.client.call.answer('video');
    expect(bo.calling.tones.at(-1)).toBe('silence');
    await until(() => phase(ann) === 'active' && active(ann).path.state === 'connected');
    await until(() => phase(bo) === 'active' && active(bo).camera.state === 'on');
    await until(() => active(ann).remoteCamera === 'on' && active(bo).remoteCamera === 'on', 'word of the cameras');
    expect(active(ann).role).toBe('caller');
    const preview = active(bo).localStream;
    expect(preview !== undefined && bo.client.call.stream(preview)).toBeTruthy();
    expect(ann.calling.links[0]?.sent.get('audio')).toBe(ann.calling.tracks[0]);

    ann.client.call.hangUp();
    expect(ending(ann)).toMatchObject({ kind: 'ended', reason: 'hang-up', by: 'me' });
    await until(() => phase(bo) === 'ended');
    expect(ending(bo)).toMatchObject({ kind: 'ended', reason: 'hang-up', by: 'them' });
    expect([...ann.calling.tracks, ...bo.calling.tracks].map(({ readyState }) => readyState)).not.toContain('live');
    expect([...ann.calling.links, ...bo.calling.links].every(({ closed }) => closed)).toBe(true);
    bo.client.call.dismiss();
    expect(bo.client.state().call).toEqual({ phase: 'none' });
  });

  test('[R20] [R21] the path is made while it rings, nothing goes over it before the answer, and then it is there', async () => {
    const { pair } = createHouse();
    const { ann, bo } = await pair();
    bo.client.setVisible(true);
    ann.client.call.start(bo.uid, 'video');
    await until(() => ann.calling.links.length === 1 && bo.calling.links.length === 1, 'the path');
    await quiet();
    expect(phase(ann)).toBe('outgoing');
    expect(bo.calling.tracks).toEqual([]);
    expect([...(ann.calling.links[0]?.sent.values() ?? [])].filter(Boolean)).toEqual([]);

    bo.client.call.answer('video');
    // Before the relay has said anything.
    expect(active(bo)).toMatchObject({ path: { state: 'connected' }, confirmed: false });
    await until(() => phase(ann) === 'active' && active(ann).path.state === 'connected', 'the answer');
    await until(() => active(ann).confirmed && active(bo).confirmed, 'the relay’s word');
    expect(ann.calling.links[0]?.sent.get('video')).toBeDefined();
    await until(() => bo.calling.links[0]?.sent.get('video') !== undefined, 'the picture of bo');
    expect(ann.calling.links).toHaveLength(1);
    expect(bo.calling.links).toHaveLength(1);
  });

  test('[TU2] [TU3] whoever hides their address is connected by TURN until they answer, with the newest credentials', async () => {
    const { pair, relay } = createHouse();
    const server = { urls: ['turn:a.example'], username: 'first', credential: 'first' };
    relay.nameServers(server);
    const { ann, bo } = await pair();
    bo.client.setVisible(true);
    await bo.client.setPrivacy({ earlyPath: false });
    await until(() => !bo.client.state().privacy.earlyPath, 'the choice');
    relay.nameServers({ ...server, username: 'second' });
    ann.client.call.start(bo.uid, 'video');
    await until(() => ann.calling.links.length === 1 && bo.calling.links.length === 1, 'the path');
    await quiet();
    expect([ann.calling.links[0]?.hidden, bo.calling.links[0]?.hidden]).toEqual([false, true]);
    const newest = () => bo.calling.links[0]?.options.iceServers()[0]?.username;
    expect(newest()).toBe('second');

    bo.client.call.answer('video');
    expect(bo.calling.links.map(({ hidden }) => hidden)).toEqual([false]);
    relay.nameServers({ ...server, username: 'third' });
    await until(() => newest() === 'third', 'the newest credentials');
    await until(() => phase(ann) === 'active' && active(ann).path.state === 'connected', 'the answer');
  });

  test('[TU3] a window that opens for a ring goes by what was chosen, however long its store takes to say', async () => {
    const { pair, relay } = createHouse();
    relay.nameServers({ urls: ['turn:a.example'], username: 'first', credential: 'first' });
    const { ann, bo } = await pair();
    await bo.client.setPrivacy({ earlyPath: false });
    await until(() => !bo.client.state().privacy.earlyPath, 'the choice');
    const { promise: later, resolve: now } = Promise.withResolvers<void>();
    const slow = (history: History): History =>
      new Proxy(history, {
        get: (target, name: keyof History) =>
          name === 'privacy' ? () => later.then(() => target.privacy()) : target[name],
      });
    bo.client.close();
    ann.client.call.start(bo.uid, 'video');
    await until(() => ann.client.state().call.phase === 'outgoing', 'the call');
    const opened = bo.home.open({ ports: (ports) => ({ ...ports, history: slow(ports.history) }) });
    opened.client.setVisible(true);
    await quiet();
    expect(opened.calling.links).toEqual([]);
    now();
    await until(() => opened.calling.links.length === 1, 'the path');
    expect(opened.calling.links[0]?.options.hidden).toBe(true);
  });

  test('[R14] of several devices that ring the first to answer has the call, and the paths to the others end', async () => {
    const { pair, person } = createHouse();
    const { ann, bo } = await pair();
    const laptop = await person('bo');
    for (const { client } of [bo, laptop]) client.setVisible(true);
    ann.client.call.start(bo.uid, 'audio');
    await until(() => ann.calling.links.length === 2, 'a path to each');
    laptop.client.call.answer('audio');
    expect(phase(laptop)).toBe('incoming');
    await until(() => phase(ann) === 'active' && phase(laptop) === 'active' && phase(bo) === 'ended');
    expect(ending(bo)).toEqual({ kind: 'answered-elsewhere' });
    await until(() => active(ann).path.state === 'connected', 'the path');
    expect(ann.calling.links.filter(({ closed }) => !closed)).toHaveLength(1);
    expect(bo.calling.links.every(({ closed }) => closed)).toBe(true);
    expect(bo.calling.tracks).toEqual([]);
  });

  test('[MB9] both histories show the call', async () => {
    const { ann, bo, talk } = await inCall();
    ann.client.call.hangUp();
    await until(() => ann.client.state().chat.summaries.size === 1 && bo.client.state().chat.summaries.size === 1);
    expect(ann.client.state().chat.summaries.get(talk)?.last).toMatchObject({
      kind: 'call',
      direction: 'outgoing',
      outcome: 'answered',
    });
    expect(bo.client.state().chat.summaries.get(talk)?.last).toMatchObject({
      kind: 'call',
      direction: 'incoming',
      outcome: 'answered',
    });
  });

  test('[CA4] declining ends it for both', async () => {
    const { pair } = createHouse();
    const { ann, bo } = await pair();
    ann.client.call.start(bo.uid, 'audio');
    await until(() => phase(bo) === 'incoming');
    bo.client.call.decline();
    await until(() => phase(ann) === 'ended');
    expect(ending(ann)).toEqual({ kind: 'ended', reason: 'declined', by: 'them', seconds: 0 });
    expect(ending(bo)).toEqual({ kind: 'ended', reason: 'declined', by: 'me', seconds: 0 });
  });

  test('[R25] a call without microphone and camera works, and says so to both', async () => {
    const { pair } = createHouse();
    const { ann, bo } = await pair();
    bo.calling.refusals.microphone = 'device_denied';
    bo.calling.refusals.camera = 'device_missing';
    ann.client.call.start(bo.uid, 'video');
    await until(() => phase(bo) === 'incoming');
    bo.client.call.answer('video');
    await until(() => phase(bo) === 'active' && active(bo).path.state === 'connected');
    await until(() => active(bo).camera.state === 'unavailable');
    expect(active(bo).microphone).toEqual({ state: 'unavailable', reason: 'device_denied' });
    expect(active(bo).camera).toEqual({ state: 'unavailable', reason: 'device_missing' });
    await until(() => active(ann).remoteMicrophone === 'unavailable' && active(ann).remoteCamera === 'unavailable');

    delete bo.calling.refusals.microphone;
    bo.client.call.setMicrophone(true);
    await until(() => active(bo).microphone.state === 'on');
    await until(() => active(ann).remoteMicrophone === 'on');
  });

  test('muting keeps the microphone, and a camera that is off is let go', async () => {
    const { ann, bo } = await inCall();
    const [microphone] = ann.calling.tracks;
    ann.client.call.setMicrophone(false);
    await until(() => active(bo).remoteMicrophone === 'off');
    expect(ann.calling.links[0]?.sent.get('audio')).toBeUndefined();
    expect(microphone?.readyState).toBe('live');
    ann.client.call.setMicrophone(true);
    await until(() => active(bo).remoteMicrophone === 'on');
    expect(ann.calling.links[0]?.sent.get('audio')).toBe(microphone);
    expect(ann.calling.tracks).toHaveLength(1);

    ann.client.call.setCamera(true);
    await until(() => active(bo).remoteCamera === 'on');
    const camera = ann.calling.tracks.at(-1);
    ann.client.call.setCamera(false);
    await until(() => active(bo).remoteCamera === 'off');
    expect(camera?.readyState).toBe('ended');
    expect(active(ann).localStream).toBeUndefined();
  });

  test('[R25] a microphone that is unplugged is missed where there is no other, not silently gone', async () => {
    const { ann, bo } = await inCall();
    ann.client.setVisible(true);
    ann.calling.refusals.microphone = 'device_missing';
    ann.calling.tracks[0]?.die();
    await until(() => active(ann).microphone.state === 'unavailable');
    expect(active(ann).microphone).toEqual({ state: 'unavailable', reason: 'device_missing' });
    await until(() => active(bo).remoteMicrophone === 'unavailable');
  });

  test('a camera that is turned off while it still starts stays off', async () => {
    const { ann } = await inCall();
    ann.client.call.setCamera(true);
    ann.client.call.setCamera(false);
    await quiet();
    expect(active(ann).camera).toEqual({ state: 'off' });
    expect(ann.calling.tracks.at(-1)?.readyState).toBe('ended');
  });

  test('[R31] the call goes on when the relay goes, and can be hung up all the same', async () => {
    const { ann, bo, net, clock, relay } = await inCall();
    net.setReachable(false);
    await passing(clock, () => ann.client.state().link.state === 'backing-off');
    clock.advance(15_000);
    expect(active(ann).path.state).toBe('connected');
    expect(ann.calling.links[0]?.closed).toBe(false);
    ann.client.call.hangUp();
    await until(() => phase(bo) === 'ended');
    expect(ending(bo)).toMatchObject({ reason: 'hang-up', by: 'them' });
    expect(relay.calls.live()).toHaveLength(1);
    net.setReachable(true);
    await passing(clock, () => relay.calls.live().length === 0);
  });

  test('[CA9] after a lost socket the new endpoint joins, and the other side sends its signals there', async () => {
    const { ann, bo, net, clock, relay } = await inCall();
    const before = active(bo).peer.endpoint;
    net.cut();
    await until(() => ann.client.state().link.state === 'backing-off');
    await passing(clock, () => ann.client.state().link.state === 'online' && bo.client.state().link.state === 'online');
    await until(() => active(bo).peer.endpoint !== before && active(ann).peer.endpoint !== before);
    const record = relay.calls.live()[0];
    const { link } = ann.client.state();
    expect(record?.caller.endpoint).toBe(link.state === 'online' && link.endpoint);
    expect(ann.calling.links[0]?.revived).toBeGreaterThan(0);
    expect(active(ann).path.state).toBe('connected');
  });

  test('[CA6] without an answer both hear so after 60 s', async () => {
    const { pair, clock } = createHouse();
    const { ann, bo } = await pair();
    ann.client.call.start(bo.uid, 'audio');
    await until(() => phase(bo) === 'incoming');
    expect(await passing(clock, () => phase(bo) === 'ended' && phase(ann) === 'ended')).toBeLessThanOrEqual(60_200);
    expect(ending(ann)).toMatchObject({ reason: 'no-answer' });
  });

  test('a call that the relay never hears of fails in words within 10 s', async () => {
    const { pair, net, clock } = createHouse();
    const { ann, bo } = await pair();
    net.setReachable(false);
    ann.client.call.start(bo.uid, 'audio');
    expect(await passing(clock, () => phase(ann) === 'ended')).toBeLessThanOrEqual(10_100);
    expect(ending(ann)).toEqual({ kind: 'refused', reason: 'offline' });
    await passing(clock, () => {
      const { link } = ann.client.state();
      return link.state === 'backing-off' && clock.now() - link.since > 10_000;
    });
    ann.client.call.dismiss();
    ann.client.call.start(bo.uid, 'audio');
    expect(ending(ann)).toEqual({ kind: 'refused', reason: 'offline' });
  });

  test('[CA2] a call started while the link is still coming up goes out when it is there', async () => {
    const { pair, net, clock } = createHouse();
    const { ann, bo } = await pair();
    net.cut();
    await until(() => ann.client.state().link.state === 'backing-off');
    ann.client.call.start(bo.uid, 'audio');
    await passing(clock, () => phase(bo) === 'incoming');
  });

  test('[CA8] [R17] two who call each other are in one call', async () => {
    const { pair } = createHouse();
    const { ann, bo } = await pair();
    ann.client.call.start(bo.uid, 'audio');
    bo.client.call.start(ann.uid, 'audio');
    await until(() => phase(ann) === 'active' && phase(bo) === 'active');
    await until(() => active(ann).path.state === 'connected' && active(bo).path.state === 'connected');
    expect(active(ann).call).toBe(active(bo).call);
    await until(() => active(ann).microphone.state === 'on' && active(bo).microphone.state === 'on');
  });

  test('[CA5] a context that closes hangs up, and both the relay and the other side know', async () => {
    const { ann, bo, relay } = await inCall();
    ann.client.close();
    await until(() => phase(bo) === 'ended');
    expect(ending(bo)).toMatchObject({ reason: 'hang-up', by: 'them' });
    await until(() => relay.calls.live().length === 0);
  });

  test('a second call while in one says so', async () => {
    const { ann, bo } = await inCall();
    ann.client.call.start(bo.uid, 'audio');
    expect(ann.client.state().notices).toMatchObject([{ reason: 'already_in_call' }]);
    expect(phase(ann)).toBe('active');
  });
});

describe('sharing', () => {
  test('a screen is shared within the click, and stops from this side', async () => {
    const { ann } = await inCall();
    ann.client.call.share('screen');
    expect(active(ann).shareRequest).toEqual({ state: 'starting', kind: 'screen' });
    await until(() => active(ann).shares.length === 1);
    expect(active(ann).shares).toMatchObject([{ kind: 'screen', sound: true }]);
    expect(ann.calling.links[0]?.shared.size).toBe(1);
    ann.client.call.stopSharing();
    expect(active(ann).shares).toEqual([]);
    expect(ann.calling.links[0]?.shared.size).toBe(0);
    expect(ann.calling.tracks.slice(1).map(({ readyState }) => readyState)).toEqual(['ended', 'ended']);
  });

  test('a second screen comes beside the first, each ends by itself, and what is chosen is for both', async () => {
    const { ann } = await inCall();
    for (const count of [1, 2]) {
      ann.client.call.share('screen');
      await until(() => active(ann).shares.length === count);
    }
    const [first, second] = active(ann).shares;
    const link = ann.calling.links[0];
    expect([...(link?.shared.keys() ?? [])]).toEqual([first?.stream, second?.stream]);
    const screen = { content: 'motion', fps: 20 } as const;
    ann.client.call.choose({ shares: { ...defaultShareChoices, screen } });
    expect(link?.chosen).toMatchObject({ lowData: false, shares: { screen } });
    expect(ann.client.call.report()?.choices.shares.screen).toEqual(screen);
    ann.client.call.stopSharing(first?.stream);
    expect(active(ann).shares).toEqual([second]);
    expect([...(link?.shared.keys() ?? [])]).toEqual([second?.stream]);
    expect(ann.calling.tracks.slice(1).map(({ readyState }) => readyState)).toEqual(['ended', 'ended', 'live', 'live']);
  });

  test('the viewer can end it, too', async () => {
    const { ann, bo } = await inCall();
    ann.client.call.share('tab', 'tab-1');
    await until(() => active(ann).shares.length === 1);
    const share = active(ann).shares[0]?.stream ?? '';
    bo.calling.links[0]?.options.onEvent({ type: 'remote-share', stream: 'shown', share, kind: 'tab', sound: true });
    expect(active(bo).remoteShares).toHaveLength(1);
    bo.client.call.stopSharing();
    await until(() => active(ann).shares.length === 0);
  });

  test('a picker that was closed is no failure, a refusal is one with words', async () => {
    const { ann } = await inCall();
    ann.calling.refusals.screen = 'share_cancelled';
    ann.client.call.share('screen');
    await until(() => active(ann).shareRequest.state === 'none');
    ann.calling.refusals.screen = 'share_unsupported';
    ann.client.call.share('screen');
    await until(() => active(ann).shareRequest.state === 'failed');
    expect(active(ann).shareRequest).toMatchObject({ reason: 'share_unsupported' });
  });

  test('a share that the browser ends is over here, too', async () => {
    const { ann } = await inCall();
    ann.client.call.share('screen');
    await until(() => active(ann).shares.length === 1);
    ann.calling.tracks.find(({ kind }) => kind === 'video')?.die();
    expect(active(ann).shares).toEqual([]);
  });

  test('a picture that comes after the stop is not sent', async () => {
    const { ann } = await inCall();
    ann.client.call.share('screen');
    ann.client.call.stopSharing();
    await quiet();
    expect(active(ann).shares).toEqual([]);
    expect(ann.calling.links[0]?.shared.size).toBe(0);
    expect(ann.calling.tracks.at(-1)?.readyState).toBe('ended');
  });
});
