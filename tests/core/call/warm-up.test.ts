import { describe, expect, test } from 'vitest';
import { defaultPrivacy } from '#shared/core/privacy/privacy.ts';
import {
  accepted,
  active,
  answered,
  CALL,
  call,
  calling,
  dropLink,
  ended,
  ending,
  me,
  myLaptop,
  online,
  peerSays,
  play,
  request,
  ringing,
  type Scene,
  signedIn,
  them,
  told,
  types,
  welcome,
} from './scene.ts';

const connected = peerSays({ type: 'path-connected' });
const answer = { type: 'call-answered', media: 'video' } as const;
const theirLaptop = { ...them, device: 'their laptop', endpoint: 'their laptop’s' };

/** bo calls, and this context has the ring of ann's phone. */
const called = (change: Parameters<typeof ringing>[1] = { ringing: [me.device] }): Scene =>
  play(online(), told(ringing(them, change)), { type: 'ring-won', call: CALL });

/** ann calls, and devices of bo's are ready. */
const theyRing = (...ready: (typeof them)[]): Scene =>
  play(calling(online()), told(ringing(me, { ringing: ready.map(({ device }) => device), ready })));

describe('being called', () => {
  test('[R20] [CA12] whoever has the ring makes the path, and says that it is ready', () => {
    const scene = called();
    expect(scene.effects).toContainEqual({ type: 'peer-link', call: CALL, role: 'callee', peer: them });
    expect(scene.effects).toContainEqual({ type: 'frame', frame: { type: 'call-ready', call: CALL } });
  });

  test('[R21] nothing is captured, and nothing goes out, before the answer', () => {
    const scenes = [
      called(),
      play(called(), connected),
      play(called(), peerSays({ type: 'remote-stream', stream: 's' })),
    ];
    for (const scene of scenes) {
      expect(types(scene)).not.toContain('capture');
      expect(types(scene)).not.toContain('peer-live');
      expect(call(scene).phase).toBe('incoming');
    }
  });

  test('[R21] whoever hides their address until they answer is not connected with before', () => {
    const hidden = play(online(), { type: 'privacy-read', privacy: { ...defaultPrivacy, earlyPath: false } });
    const rung = play(hidden, told(ringing(them)), { type: 'ring-won', call: CALL });
    const rings = play(calling(hidden), told(ringing(me, { ready: [them] })));
    for (const scene of [rung, rings]) expect(types(scene)).not.toContain('peer-link');
    expect(types(rung)).not.toContain('frame');
    expect(active(play(rings, told(accepted(me, them)))).path.state).toBe('connecting');
  });

  test('[TU3] [R21] where there is TURN it is connected with by TURN alone, until the answer', () => {
    const turn = [{ urls: ['stun:a.example', 'turn:a.example'], username: 'name', credential: 'secret' }];
    const hides = { type: 'privacy-read', privacy: { ...defaultPrivacy, earlyPath: false } } as const;
    const hidden = play(signedIn(), welcome('here', 0, turn), hides);
    const link = { type: 'peer-link', call: CALL, peer: them };
    const rung = play(hidden, told(ringing(them)), { type: 'ring-won', call: CALL });
    expect(rung.effects).toContainEqual({ ...link, role: 'callee', hidden: true });
    expect(rung.effects).toContainEqual({ type: 'frame', frame: { type: 'call-ready', call: CALL } });
    const rings = play(calling(hidden), told(ringing(me, { ready: [them] })));
    expect(rings.effects).toContainEqual({ ...link, role: 'caller', hidden: true });
    const talks = play(rings, told(accepted(me, them)));
    expect(talks.effects).toContainEqual({ ...link, role: 'caller' });
    // A relay without TURN, or with STUN alone, has nothing to hide behind.
    const stun = play(
      hidden,
      dropLink,
      { type: 'timer', timer: 'link' },
      welcome('there', 0, [{ urls: 'stun:a.example' }]),
    );
    expect(types(play(calling(stun), told(ringing(me, { ready: [them] }))))).not.toContain('peer-link');
  });

  test('[R22] the only device that rings answers at once, over the path that is there', () => {
    const scene = play(called(), peerSays({ type: 'remote-stream', stream: 's' }), connected, answer);
    expect(active(scene)).toMatchObject({ confirmed: false, path: { state: 'connected' }, remoteStream: 's' });
    expect(scene.effects).toContainEqual({ type: 'peer-live', call: CALL, peer: them });
    expect(scene.effects).toContainEqual({ type: 'peer-message', call: CALL, message: { type: 'answered' } });
    expect(scene.effects).toContainEqual({ type: 'capture', call: CALL, device: 'camera' });
    expect(scene.effects).toContainEqual(request('call-accept'));
    const confirmed = play(scene, told(accepted(them, me)));
    expect(active(confirmed).confirmed).toBe(true);
    expect(confirmed.effects).toEqual([{ type: 'frame', frame: { type: 'call-connected', call: CALL } }]);
  });

  test.each([
    ['another device rings, too', play(called({ ringing: [me.device, myLaptop.device] }), connected)],
    ['the path is not there yet', called()],
    ['the path was lost', play(called(), connected, peerSays({ type: 'path-lost', ago: 0 }))],
    ['the path could not be made', play(called(), peerSays({ type: 'path-failed' }))],
    ['the relay cannot be reached', play(called(), connected, dropLink)],
  ])('[R14] where %s, nothing is captured before the relay has said who was the first', (_, scene) => {
    const asked = play(scene, answer);
    expect(call(asked)).toMatchObject({ phase: 'incoming', answering: 'video' });
    expect(types(asked)).not.toContain('capture');
  });

  test('[R14] a device that answered too late is let go', () => {
    const early = play(called(), connected, answer);
    expect(ending(play(early, told(accepted(them, myLaptop))))).toEqual({ kind: 'answered-elsewhere' });
    expect(ending(play(early, answered('call-accept', 'call_over')))).toMatchObject({ kind: 'refused' });
    expect(ending(play(early, told(ended(them, { reason: 'cancelled' }))))).toMatchObject({ reason: 'cancelled' });
  });

  test('an answer that the relay may have missed is said again', () => {
    const lost = play(called(), connected, answer, dropLink);
    expect(active(lost).confirmed).toBe(false);
    const back = play(lost, { type: 'timer', timer: 'link' }, welcome('new'));
    expect(back.effects).toContainEqual(request('call-accept'));
  });

  test('a new socket is ready anew, and the caller’s new one is followed', () => {
    const back = play(called(), dropLink, { type: 'timer', timer: 'link' }, welcome('new'));
    expect(back.effects).toContainEqual({ type: 'frame', frame: { type: 'call-ready', call: CALL } });
    const moved = { ...them, endpoint: 'elsewhere' };
    const followed = play(called(), told(ringing(moved, { ringing: [me.device], version: 3 })));
    expect(followed.effects).toEqual([{ type: 'peer-address', call: CALL, peer: moved }]);
  });

  test('what was told before the relay’s word is kept, and a path that is not needed ends', () => {
    const devices = { type: 'devices', microphone: 'off', camera: 'on' } as const;
    const scene = play(called(), connected, peerSays({ type: 'message', message: devices }));
    const begun = play(scene, answer, told(accepted(them, me)));
    expect(active(begun)).toMatchObject({ remoteMicrophone: 'off', remoteCamera: 'on' });
    expect(types(play(scene, told(ended(them, { reason: 'cancelled' }))))).toContain('call-media-end');
  });
});

describe('calling', () => {
  test('[R20] a path is made to each device that is ready, once', () => {
    const scene = theyRing(them, theirLaptop);
    for (const peer of [them, theirLaptop])
      expect(scene.effects).toContainEqual({ type: 'peer-link', call: CALL, role: 'caller', peer });
    const again = play(scene, told(ringing(me, { ready: [them, theirLaptop], version: 5 })));
    expect(types(again)).not.toContain('peer-link');
  });

  test('[R21] what is captured goes nowhere before the answer', () => {
    expect(types(theyRing(them))).not.toContain('peer-live');
    expect(types(play(theyRing(them), connected))).toEqual([]);
  });

  test('[R22] an answer is heard over the path, ahead of the relay', () => {
    const scene = play(theyRing(them), connected, peerSays({ type: 'message', message: { type: 'answered' } }));
    expect(active(scene)).toMatchObject({ confirmed: false, peer: them, path: { state: 'connected' } });
    expect(scene.effects).toContainEqual({ type: 'peer-live', call: CALL, peer: them });
    expect(scene.effects).toContainEqual({ type: 'tone', tone: 'silence' });
    const confirmed = play(scene, told(accepted(me, them)));
    expect(confirmed.effects).toEqual([{ type: 'frame', frame: { type: 'call-connected', call: CALL } }]);
  });

  test('the relay’s word finds the path there, too', () => {
    const scene = play(theyRing(them, theirLaptop), connected, told(accepted(me, them)));
    expect(active(scene)).toMatchObject({ confirmed: true, path: { state: 'connected' } });
    expect(scene.effects).toContainEqual({ type: 'frame', frame: { type: 'call-connected', call: CALL } });
    expect(active(play(theyRing(them), told(accepted(me, theirLaptop)))).path.state).toBe('connecting');
    const moved = { ...them, endpoint: 'elsewhere' };
    expect(active(play(theyRing(them), connected, told(accepted(me, moved)))).path.state).toBe('connecting');
  });

  test('[R14] where another device was the first, the call goes on with that one', () => {
    const early = play(theyRing(them), connected, peerSays({ type: 'message', message: { type: 'answered' } }));
    const scene = play(early, told(accepted(me, theirLaptop)));
    expect(active(scene)).toMatchObject({ confirmed: true, peer: theirLaptop, path: { state: 'connecting' } });
    expect(scene.effects).toContainEqual({ type: 'peer-live', call: CALL, peer: theirLaptop });
    // What the loser still says is not heard.
    expect(play(scene, peerSays({ type: 'path-lost', ago: 0 })).mind).toBe(scene.mind);
    // What was shown to the loser is not captured on unseen.
    const asked = { type: 'share-asked', kind: 'screen' } as const;
    const started = { type: 'share-started', call: CALL, stream: 'screen', sound: false } as const;
    const shared = play(early, asked, started, asked, told(accepted(me, theirLaptop)));
    expect(active(shared)).toMatchObject({ shares: [], shareRequest: { state: 'none' } });
    expect(shared.effects).toContainEqual({ type: 'share-end', stream: 'screen' });
    expect(shared.effects).toContainEqual({ type: 'share-request-end' });
  });
});
