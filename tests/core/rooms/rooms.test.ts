import { describe, expect, test } from 'vitest';
import { UNNAMED_MS } from '#shared/core/rooms/people.ts';
import type { RoomInside } from '#shared/core/rooms/room.ts';
import type { RoomEvent } from '#shared/core/rooms/state.ts';
import { MOST_TEXTS, TEXTS_AT_ONCE } from '#shared/core/rooms/texts.ts';
import { ann, bo, uuid } from '#tests/fakes/ids.ts';
import {
  asked,
  CODE,
  done,
  entered,
  inside,
  insideOf,
  LINK,
  MINE,
  me,
  NOW,
  names,
  nothing,
  peer,
  play,
  record,
  says,
  them,
  third,
  visitOf,
} from './scene.ts';

describe('coming in', () => {
  test('asks the relay, and captures nothing before one is inside', () => {
    const joining = play(nothing, asked);
    expect(joining.effects).toEqual([
      { type: 'timer', ms: 10_000 },
      { type: 'join', again: false },
    ]);
    const knocking = play(joining, { type: 'news', news: { type: 'knocking', room: CODE } });
    expect(knocking.state.room.phase).toBe('knocking');
    expect(knocking.effects).toEqual([]);
    const scene = play(knocking, record(1, [me, them]));
    expect(insideOf(scene)).toMatchObject({ isHost: true, isCreator: true, microphone: { state: 'starting' } });
    expect(done(scene)).toEqual(['capture', 'connect', 'tell']);
  });

  test('says why it cannot be: by the relay before, by the state of things at once', () => {
    const refused = play(nothing, asked, { type: 'join-answered', refusal: 'room_full' });
    expect(refused.state.room).toMatchObject({ phase: 'over', ending: { kind: 'failed', reason: 'room_full' } });
    const busy = play(nothing, { ...asked, refusal: 'already_in_call' });
    expect(busy.state.room).toMatchObject({ phase: 'over', ending: { kind: 'failed', reason: 'already_in_call' } });
    expect(busy.effects).toEqual([]);
    expect(play(busy, { type: 'dismissed' }).state.room.phase).toBe('none');
  });

  test('a relay that cannot be reached yet is waited for, and not for ever', () => {
    const offline = play(nothing, asked, { type: 'join-answered', refusal: 'offline' });
    expect(offline.state.room.phase).toBe('joining');
    expect(play(offline, { type: 'link-up' }).effects).toEqual([{ type: 'join', again: false }]);
    expect(play(offline, { type: 'timer', after: 9_999 }).state).toBe(offline.state);
    expect(play(offline, { type: 'timer', after: 10_000 }).state.room).toMatchObject({
      phase: 'over',
      ending: { kind: 'failed', reason: 'offline' },
    });
    expect(done(play(offline, { type: 'timer', after: 10_000 }))).toEqual(['leave']);
    // Somebody else decides when a knock is answered.
    const knocking = play(offline, { type: 'news', news: { type: 'knocking', room: CODE } });
    expect(play(knocking, { type: 'timer', after: 60_000 }).state.room.phase).toBe('knocking');
  });

  test('what is said of another room is not heard', () => {
    const scene = entered(them);
    const other = { type: 'news', news: { type: 'lost', room: 'ZZZZZZZZZZ', visit: MINE, loss: 'removed' } } as const;
    expect(play(scene, other).state).toBe(scene.state);
  });
});

describe('[RM8] the record', () => {
  test('brings people and takes them away; an older one does neither', () => {
    const both = play(entered(them), record(3, [me, them, third]));
    expect(names(both)).toEqual(['bo', 'cy']);
    expect(both.effects).toMatchObject([{ type: 'connect', again: false }, { type: 'tell' }]);
    expect(play(both, record(2, [me])).state).toBe(both.state);
    const left = play(both, record(4, [me, third]));
    expect(names(left)).toEqual(['cy']);
    expect(left.effects).toEqual([{ type: 'disconnect', visit: them.visit }]);
  });

  test('[RM8] what is still said of a former stay neither begins nor ends the next one', () => {
    const lost: RoomEvent = { type: 'news', news: { type: 'lost', room: CODE, visit: MINE, loss: 'moved' } };
    const again = play(entered(them), { type: 'leave-asked' }, { ...asked, visit: visitOf(7) });
    for (const late of [record(2, [me, them]), lost])
      expect(play(again, late)).toEqual({ state: again.state, effects: [] });
    const back = play(again, record(3, [them, inside(ann, 'ann', 7)]));
    expect(names(back)).toEqual(['bo']);
    expect(play(back, lost).state).toBe(back.state);
  });

  test('a new endpoint of the same visit is another address, and no other connection', () => {
    const scene = play(entered(them), record(2, [me, { ...them, endpoint: 'elsewhere' }]));
    expect(scene.effects).toMatchObject([{ type: 'address', person: { endpoint: 'elsewhere' } }]);
  });

  test('another visit of the same person is somebody new', () => {
    const reloaded = inside(bo, 'bo', 9);
    const scene = play(entered(them), record(2, [me, reloaded]));
    expect(done(scene)).toEqual(['disconnect', 'connect', 'tell']);
  });

  test('nobody is inside twice: who is there by another visit now is not kept by the former one', () => {
    const connected = play(entered(them), peer(2, { type: 'path-connected' }));
    const scene = play(connected, record(2, [me, inside(bo, 'bo', 9)]));
    expect(insideOf(scene).people.map(({ visit }) => visit)).toEqual([visitOf(9)]);
    expect(scene.effects[0]).toEqual({ type: 'disconnect', visit: them.visit });
  });

  test('who comes back by the same visit may have an end of the former connection still', () => {
    const scene = play(entered(them), record(2, [me]), record(3, [me, them]));
    expect(scene.effects[0]).toMatchObject({ type: 'connect', again: true });
  });

  test('a relay that was restarted knows nobody: whoever is connected is kept for 30 s, or until they are named', () => {
    const connected = play(
      entered(them, third),
      peer(2, { type: 'path-connected' }),
      peer(3, { type: 'path-connected' }),
    );
    const restarted = play(connected, record(1, [me], { epoch: 'two' }));
    expect(names(restarted)).toEqual(['bo', 'cy']);
    expect(restarted.effects).toEqual([{ type: 'timer', ms: UNNAMED_MS }]);
    // A further record of the new relay changes nothing for who is not there yet.
    const named = play(restarted, record(2, [me, them], { epoch: 'two' }));
    expect(insideOf(named).people.map(({ unnamed }) => unnamed)).toEqual([undefined, NOW + UNNAMED_MS]);
    expect(done(named)).toEqual([]);
    expect(play(named, { type: 'timer', after: UNNAMED_MS - 1 }).state).toBe(named.state);
    const over = play(named, { type: 'timer', after: UNNAMED_MS });
    expect(names(over)).toEqual(['bo']);
    expect(over.effects).toEqual([{ type: 'disconnect', visit: third.visit }]);
  });

  test('each is kept for 30 s, whoever else is lost meanwhile, and a timer that is early is set again', () => {
    const both = [peer(2, { type: 'path-connected' }), peer(3, { type: 'path-connected' })];
    const one = play(entered(them, third), ...both, record(2, [me, third]));
    const two = play(one, { ...record(3, [me]), after: 20_000 });
    expect(two.effects).toEqual([{ type: 'timer', ms: 10_000 }]);
    const over = play(two, { type: 'timer', after: UNNAMED_MS });
    expect(names(over)).toEqual(['cy']);
    expect(over.effects).toEqual([
      { type: 'disconnect', visit: them.visit },
      { type: 'timer', ms: 20_000 },
    ]);
    expect(names(play(over, { type: 'timer', after: 50_000 }))).toEqual([]);
    const early = play(over, { type: 'timer', after: 49_000 });
    expect([names(early), early.effects]).toEqual([['cy'], [{ type: 'timer', ms: 1_000 }]]);
  });

  test('who has lost the relay and nobody else is heard on; who is removed, or lost meanwhile, is not', () => {
    const connected = play(entered(them), peer(2, { type: 'path-connected' }));
    const lapsed = play(connected, record(2, [me]));
    expect(insideOf(lapsed).people).toMatchObject([{ login: 'bo', unnamed: NOW + UNNAMED_MS }]);
    expect(names(play(lapsed, peer(2, { type: 'path-lost', ago: 0 })))).toEqual([]);
    const back = play(lapsed, record(3, [me, them]));
    expect(insideOf(back).people).toMatchObject([{ login: 'bo', path: 'connected' }]);
    expect(insideOf(back).people[0]?.unnamed).toBeUndefined();
    const removed = play(connected, record(2, [me], { removed: [bo] }));
    expect(names(removed)).toEqual([]);
    expect(removed.effects).toEqual([{ type: 'disconnect', visit: them.visit }]);
  });

  test('nobody takes the place of somebody else by showing their visit', () => {
    const mallory = { ...third, visit: them.visit };
    const beside = play(entered(them), record(2, [me, them, mallory]));
    expect(names(beside)).toEqual(['bo']);
    expect(beside.effects).toEqual([]);
    const instead = play(entered(them), record(2, [me, mallory]));
    expect(names(instead)).toEqual(['cy']);
    expect(done(instead)).toEqual(['disconnect', 'connect', 'tell']);
  });

  test('a connection that is not well does not outlive a restart', () => {
    const scene = play(entered(them), record(1, [me], { epoch: 'two' }));
    expect(names(scene)).toEqual([]);
    expect(done(scene)).toEqual(['disconnect']);
  });
});

describe('the others', () => {
  test('tell of their devices, and leave by a word that no older record takes back', () => {
    const scene = play(entered(them), says(2, { type: 'devices', microphone: 'off', camera: 'on' }));
    expect(insideOf(scene).people[0]).toMatchObject({ microphone: 'off', camera: 'on' });
    const gone = play(scene, says(2, { type: 'hang-up' }));
    expect(names(gone)).toEqual([]);
    expect(names(play(gone, record(2, [me, them, third])))).toEqual(['cy']);
  });

  test('[RM14] a connection that is given up is made anew as long as they are inside', () => {
    const scene = play(entered(them), peer(2, { type: 'path-failed' }));
    expect(insideOf(scene).people[0]?.path).toBe('lost');
    expect(scene.effects).toMatchObject([
      { type: 'disconnect' },
      { type: 'connect', again: true },
      { type: 'tell', to: them.visit },
    ]);
    expect(insideOf(play(scene, peer(2, { type: 'path-connected' }))).people[0]?.path).toBe('connected');
  });

  test('[M6] write to everyone who is inside; the newest 500 are kept as long as one is inside', () => {
    const talk = play(entered(them), says(2, { type: 'text', text: 'hello' }), { type: 'text-said', text: ' hi \n' });
    expect(insideOf(talk).texts).toEqual([
      { number: 1, account: bo, login: 'bo', text: 'hello', said: { visit: them.visit }, at: NOW },
      { number: 2, account: ann, login: 'ann', text: 'hi', said: { visit: MINE, number: 2 }, at: NOW },
    ]);
    expect(talk.effects).toEqual([{ type: 'tell', message: { type: 'text', text: 'hi', number: 2 } }]);
    expect(play(talk, { type: 'text-said', text: '  ' }).state).toBe(talk.state);
    const much = Array.from({ length: MOST_TEXTS + 3 }, (_, index) => ({
      ...says(2, { type: 'text', text: `${index}` }),
      after: index * 1_000,
    }));
    const { texts } = insideOf(play(talk, ...much));
    expect(texts).toHaveLength(MOST_TEXTS);
    expect(texts.at(-1)).toMatchObject({ number: MOST_TEXTS + 5, text: `${MOST_TEXTS + 2}` });
    // They go on over a new record, and end with the stay.
    expect(insideOf(play(talk, record(2, [me, them, third]))).texts).toHaveLength(2);
    expect(insideOf(play(talk, { type: 'leave-asked' }, asked, record(9, [me]))).texts).toEqual([]);
  });

  test('[M6] [RM14] what is said over a connection that is given up is said again over the next, to whom it was said', () => {
    const hi: RoomEvent = { type: 'text-said', text: 'hi' };
    const bye: RoomEvent = { type: 'text-said', text: 'bye' };
    const scene = play(entered(them), hi, record(2, [me, them, third]), says(3, { type: 'text', text: 'hello' }), bye);
    const again = (visit: number, ...events: readonly RoomEvent[]) =>
      play(scene, ...events).effects.flatMap((effect) =>
        effect.type === 'tell' && effect.to === visitOf(visit) && effect.message.type === 'text'
          ? [effect.message]
          : [],
      );
    const saidHi = { type: 'text', text: 'hi', number: 1 };
    const saidBye = { type: 'text', text: 'bye', number: 3 };
    for (const event of [{ type: 'path-failed' }, { type: 'peer-renewed' }] as const) {
      expect(again(2, peer(2, event))).toEqual([saidHi, saidBye]);
      // Nothing from before they came.
      expect(again(3, peer(3, event))).toEqual([saidBye]);
    }
    expect(again(2, record(3, [me, third]), bye, record(4, [me, them, third]))).toHaveLength(3);
    const dee = inside(uuid(0xd0), 'dee', 4);
    expect(again(4, record(3, [me, them, third, dee]))).toEqual([]);
    const much = Array.from({ length: 2 * TEXTS_AT_ONCE }, () => bye);
    expect(again(2, ...much, peer(2, { type: 'path-failed' }))).toHaveLength(TEXTS_AT_ONCE);
  });

  test('[M6] what comes again by the next connection is shown once, and what was missed in between is not lost', () => {
    const text = (number: number) => says(2, { type: 'text', text: `${number}`, number });
    const scene = play(entered(them, third), text(1), text(3), peer(2, { type: 'path-failed' }));
    const again = play(scene, text(1), text(2), text(3), text(4), says(3, { type: 'text', text: 'one', number: 1 }));
    expect(insideOf(again).texts.map(({ text }) => text)).toEqual(['1', '3', '2', '4', 'one']);
    const old = says(2, { type: 'text', text: 'same' });
    expect(insideOf(play(again, old, old)).texts).toHaveLength(7);
  });

  test('[M6] write as much as anybody can read, and drown nobody else’s words in theirs', () => {
    const flood = Array.from({ length: 2 * MOST_TEXTS }, () => says(2, { type: 'text', text: 'me' }));
    const drowned = play(entered(them, third), says(3, { type: 'text', text: 'hear' }), ...flood);
    const after = play(drowned, says(3, { type: 'text', text: 'me out' }));
    const said = ({ texts }: RoomInside, by: string) => texts.filter(({ login }) => login === by).length;
    expect([said(insideOf(after), 'bo'), said(insideOf(after), 'cy')]).toEqual([TEXTS_AT_ONCE, 2]);
    expect(play(drowned, ...flood).state).toBe(drowned.state);
    const calm = play(after, { ...says(2, { type: 'text', text: 'sorry' }), after: 10_000 });
    expect(insideOf(calm).texts.at(-1)).toMatchObject({ text: 'sorry' });
  });

  test('whose page was loaded anew are told everything again', () => {
    const scene = play(
      entered(them),
      { type: 'device-started', device: 'microphone' },
      peer(2, { type: 'peer-renewed' }),
    );
    expect(scene.effects).toEqual([
      { type: 'tell', message: { type: 'devices', microphone: 'on', camera: 'off' }, to: them.visit },
    ]);
  });
});

describe('one’s own side', () => {
  test('a device that cannot be had leaves one inside, and is asked for again where there is another', () => {
    const scene = play(entered(them), { type: 'device-failed', device: 'microphone', reason: 'device_missing' });
    expect(insideOf(scene).microphone).toEqual({ state: 'unavailable', reason: 'device_missing' });
    expect(scene.effects).toMatchObject([{ type: 'tell', message: { microphone: 'unavailable' } }]);
    expect(done(play(scene, { type: 'device-found', device: 'microphone' }))).toContain('capture');
  });

  test('deafened, one is not heard either; speaking ends both', () => {
    const speaking = play(entered(them), { type: 'device-started', device: 'microphone' });
    const deafened = play(speaking, { type: 'deafened-set', deafened: true });
    expect(insideOf(deafened)).toMatchObject({ deafened: true, microphone: { state: 'off' } });
    expect(insideOf(play(deafened, { type: 'deafened-set', deafened: false })).microphone.state).toBe('starting');
    const spoken = play(deafened, { type: 'device-set', device: 'microphone', on: true });
    expect(insideOf(spoken)).toMatchObject({ deafened: false, microphone: { state: 'starting' } });
  });

  test('deafened, one is not heard by a microphone that is found either, until one hears again', () => {
    const missing = { type: 'device-failed', device: 'microphone', reason: 'device_missing' } as const;
    const deafened = play(entered(them), missing, { type: 'deafened-set', deafened: true });
    const plugged = play(deafened, { type: 'device-found', device: 'microphone' });
    expect(insideOf(plugged)).toMatchObject({ microphone: { state: 'off' }, deafened: true });
    expect(done(plugged)).not.toContain('capture');
    expect(done(play(plugged, { type: 'deafened-set', deafened: false }))).toContain('capture');
  });

  test('a locked phone is paused, and everything is as it was when somebody looks again', () => {
    const speaking = play(entered(them), { type: 'device-started', device: 'microphone' });
    const silenced = { type: 'device-silenced', device: 'microphone' } as const;
    expect(play(speaking, silenced).state).toBe(speaking.state);
    const paused = play(speaking, { type: 'page-hidden' }, silenced);
    expect(paused.effects).toEqual([{ type: 'tell', message: { type: 'paused', paused: true } }]);
    expect(play(paused, record(2, [me, them, third])).effects.at(-1)).toEqual({
      type: 'tell',
      message: { type: 'paused', paused: true },
      to: third.visit,
    });
    const shown = play(paused, { type: 'page-shown' });
    expect(done(shown)).toEqual(['revive', 'capture', 'tell']);
    expect(insideOf(shown).paused).toBeUndefined();
  });

  test('who looks elsewhere while they knock, and is let in on a phone that gives nothing then, is heard when they look again', () => {
    const knocking = play(nothing, asked, { type: 'news', news: { type: 'knocking', room: CODE } });
    const admitted = play(knocking, { type: 'page-hidden' }, record(1, [me, them]));
    const refused = { type: 'device-failed', device: 'microphone', reason: 'device_busy' } as const;
    for (const happened of [
      [
        { type: 'device-started', device: 'microphone' } as const,
        { type: 'device-silenced', device: 'microphone' } as const,
      ],
      [refused],
    ]) {
      const paused = play(admitted, ...happened);
      expect(insideOf(paused)).toMatchObject({ paused: true });
      expect(done(play(paused, { type: 'page-shown' }))).toEqual(['revive', 'capture', 'tell']);
    }
    // Whoever has looked again by then is told what is wrong.
    const shown = play(knocking, { type: 'page-hidden' }, { type: 'page-shown' }, record(1, [me, them]), refused);
    expect(insideOf(shown).microphone).toEqual({ state: 'unavailable', reason: 'device_busy' });
  });

  test('what is shown ends when it is stopped, and with the room', () => {
    const started = { type: 'share-started', stream: 'screen', sound: false } as const;
    const sharing = play(entered(them), { type: 'share-asked' }, started);
    expect(insideOf(sharing).shares).toEqual([{ stream: 'screen', kind: 'screen', sound: false }]);
    const stopped = play(sharing, { type: 'share-stop-asked' });
    expect(stopped.effects).toEqual([{ type: 'share-end', stream: 'screen' }]);
    expect(insideOf(stopped).shares).toEqual([]);
    expect(done(play(sharing, { type: 'leave-asked' }))).toEqual(['share-end', 'tell', 'leave', 'media-end']);
    const cancelled = play(entered(them), { type: 'share-asked' }, { type: 'share-failed', reason: 'share_cancelled' });
    expect(insideOf(cancelled).shareRequest).toEqual({ state: 'none' });
  });
});

describe('the end', () => {
  test('[RM13] whoever answers a call leaves, and whoever is signed out', () => {
    const called = play(entered(them), { type: 'call-taken' });
    expect(called.state.room).toMatchObject({ phase: 'over', ending: { kind: 'call' } });
    expect(done(called)).toEqual(['tell', 'leave', 'media-end']);
    const gone = play(entered(them), { type: 'signed-out' });
    expect(gone.state.room.phase).toBe('none');
    expect(done(gone)).toEqual(['tell', 'leave', 'media-end']);
  });

  test('[RM7] who is removed lets go of everything, and does not tell the relay what it said', () => {
    const scene = play(entered(them), {
      type: 'news',
      news: { type: 'lost', room: CODE, visit: MINE, loss: 'removed' },
    });
    expect(scene.state.room).toMatchObject({ phase: 'over', ending: { kind: 'lost', loss: 'removed' } });
    expect(done(scene)).toEqual(['tell', 'media-end']);
  });

  test('[RM9] a lost relay ends nothing: one joins again with the next socket', () => {
    const scene = play(entered(them), { type: 'link-down' });
    expect(insideOf(scene).cutOff).toBe(true);
    const back = play(scene, { type: 'link-up' });
    expect(back.effects).toEqual([{ type: 'join', again: true }, { type: 'revive' }]);
    expect(play(back, { type: 'join-answered', refusal: 'unavailable' }).state.room.phase).toBe('inside');
    expect(insideOf(play(back, record(2, [me, them]))).cutOff).toBeUndefined();
    const ended = play(back, { type: 'join-answered', refusal: 'not_found' });
    expect(ended.state.room).toMatchObject({ phase: 'over', ending: { kind: 'lost', loss: 'ended' } });
  });

  test('[RM5] who knocks and loses the relay is told that nobody sees it, until they knock again', () => {
    const knocks: RoomEvent = { type: 'news', news: { type: 'knocking', room: CODE } };
    const lost = play(nothing, asked, knocks, { type: 'link-down' });
    expect(lost.state.room).toMatchObject({ phase: 'knocking', cutOff: true });
    expect(lost.effects).toEqual([]);
    const back = play(lost, { type: 'link-up' });
    expect(back.effects).toEqual([{ type: 'join', again: true }]);
    expect(back.state.room).toMatchObject({ cutOff: true });
    expect(play(back, knocks).state.room).toEqual({ phase: 'knocking', code: CODE, link: LINK, name: '' });
    // The host may have let them in the moment before.
    expect(insideOf(play(back, record(1, [me, them]))).cutOff).toBeUndefined();
  });
});
