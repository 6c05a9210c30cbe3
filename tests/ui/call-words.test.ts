import { expect, test } from 'vitest';
import type { ActiveCall, OutgoingCall } from '#shared/core/call/call.ts';
import type { CallEntry } from '#shared/core/chat/timeline.ts';
import type { CallDevice } from '#shared/protocol/call.ts';
import {
  callWords,
  deviceWords,
  endingWords,
  entryEndWords,
  lostWords,
  untoldWords,
} from '#shared/ui/call/call-words.ts';
import { en as first, type Words } from '#shared/ui/strings/en.ts';
import { moreEn } from '#shared/ui/strings/en-more.ts';
import { ru as firstRu } from '#shared/ui/strings/ru.ts';
import { moreRu } from '#shared/ui/strings/ru-more.ts';

const en = { ...first, ...moreEn };

const active = (path: ActiveCall['path']): ActiveCall => ({
  phase: 'active',
  call: '00000000-0000-4000-8000-000000000001',
  version: 1,
  person: '00000000-0000-4000-8000-000000000002',
  media: 'audio',
  role: 'caller',
  confirmed: true,
  peer: { account: '', device: '', endpoint: 'e' },
  path,
  answeredAt: 0,
  microphone: { state: 'on' },
  camera: { state: 'off' },
  shareRequest: { state: 'none' },
  shares: [],
  deafened: false,
  remoteMicrophone: 'on',
  remoteCamera: 'off',
  remoteShares: [],
});

test('[R29] a lost path is in words as far as it is told', () => {
  const read = (path: ActiveCall['path']) => callWords(active(path), 'bo', en);
  expect(read({ state: 'reconnecting', since: 0, told: 'nobody' })).toBe('Connected');
  expect(read({ state: 'reconnecting', since: 0, told: 'word' })).toBe('Reconnecting');
  expect(read({ state: 'lost', since: 0 })).toBe('Connection lost');
});

test('[R19] where a call was moved to and found no path, the way back is in words', () => {
  const lost = active({ state: 'lost', since: 0 });
  for (const words of [en, { ...firstRu, ...moreRu }]) {
    expect(lostWords(lost, words)).toBe(words.hold.lostWhy);
    expect(lostWords({ ...lost, arrived: 'reloaded' }, words)).toBe(words.hold.lostWhy);
    expect(lostWords({ ...lost, arrived: 'moved' }, words)).toBe(words.hold.noPathHere);
  }
});

test('[R19] [CA18] where the former device does not say in time what was on there, why one is muted is in words', () => {
  const moved: ActiveCall = { ...active({ state: 'connected' }), undecided: { from: 'laptop', since: 1_000 } };
  for (const words of [en, { ...firstRu, ...moreRu }]) {
    expect(untoldWords(moved, 5_999, words)).toBeUndefined();
    expect(untoldWords(moved, 6_000, words)).toBe(words.hold.untold);
    expect(untoldWords({ ...moved, movingFrom: 'laptop' }, 6_000, words)).toBeUndefined();
    expect(untoldWords(active({ state: 'connected' }), 6_000, words)).toBeUndefined();
  }
});

test('[R19] a call on another device names that, and one that was moved there has not ended', () => {
  const { call, version, person, media } = active({ state: 'connected' });
  const there = { phase: 'other-device', call, version, person, media, device: 'd', answeredAt: 0 } as const;
  expect(callWords(there, 'bo', en, 'Firefox on Android')).toBe('You are in a call on Firefox on Android');
  expect(callWords(there, 'bo', { ...firstRu, ...moreRu })).toBe('Вы в звонке: другое устройство');
  expect(endingWords({ kind: 'moved' }, 'bo', en)).toBe('The call was moved to another device');
  expect(endingWords({ kind: 'moved' }, 'bo', { ...firstRu, ...moreRu })).toBe('Звонок переведён на другое устройство');
});

test('[R7] the caller reads how far the call has come: Calling, Notified, Ringing', () => {
  const outgoing = (stage: OutgoingCall['stage'], devices = 1): OutgoingCall => ({
    phase: 'outgoing',
    call: '00000000-0000-4000-8000-000000000001',
    version: 1,
    person: '00000000-0000-4000-8000-000000000002',
    media: 'audio',
    stage,
    devices,
    since: 0,
    warm: [],
    microphone: { state: 'on' },
    camera: { state: 'off' },
  });
  const stages = ['asking', 'calling', 'notified', 'ringing'] as const;
  const read = (words: Words) => stages.map((stage) => callWords(outgoing(stage), 'bo', words));
  expect(read(en)).toEqual(['Calling', 'Calling', 'Notified', 'Ringing']);
  expect(read({ ...firstRu, ...moreRu })).toEqual(['Вызов', 'Вызов', 'Уведомление отправлено', 'Звонит']);
  expect(callWords(outgoing('ringing', 2), 'bo', en)).toBe('Ringing: 2 devices');
  expect(callWords(outgoing('ringing', 5), 'bo', { ...firstRu, ...moreRu })).toBe('Звонит: 5 устройств');
});

test('[R3] an ending says who ended it and why', () => {
  const ended = (reason: keyof typeof en.endings, by: 'me' | 'them' | 'relay') =>
    endingWords({ kind: 'ended', reason, by, seconds: 0 }, 'bo', en);
  expect(ended('hang-up', 'them')).toBe('Ended: bo hung up');
  expect(ended('hang-up', 'me')).toBe('Ended: you hung up');
  expect(ended('no-answer', 'relay')).toBe('Ended: no answer');
  expect(endingWords({ kind: 'answered-elsewhere' }, 'bo', en)).toBe('Ended: answered on another device');
  expect(endingWords({ kind: 'refused', reason: 'offline' }, 'bo', en)).toContain('relay cannot be reached');
});

test('[R25] a device that does not work says what to do', () => {
  expect(deviceWords('microphone', { state: 'unavailable', reason: 'device_missing' }, en)).toContain('Plug one in');
  expect(deviceWords('camera', { state: 'unavailable', reason: 'device_denied' }, en)).toContain('try again');
  expect(deviceWords('camera', { state: 'unavailable', reason: 'internal' }, en)).toContain('not seen');
  expect(deviceWords('camera', { state: 'off' }, en)).toBeUndefined();
});

test('[R38] the history says of an end what the screen said, where the outcome does not', () => {
  const [ann, bo] = ['ann', 'bo'];
  const [here, there, theirs] = ['here', 'there', 'theirs'].map((device) => ({
    account: device === 'theirs' ? bo : ann,
    device,
  })) as [CallDevice, CallDevice, CallDevice];
  const read = (
    direction: CallEntry['direction'],
    end: Pick<CallEntry, 'reason' | 'answerer' | 'ended_by'>,
    words: Words = en,
  ): string | undefined => {
    const facts = { kind: 'call', id: 'c', conversation: 't', position: 1, media: 'audio', at: 1, seconds: 0 } as const;
    return entryEndWords({ ...facts, direction, outcome: 'answered', ...end }, bo, here, 'bo', words);
  };
  expect(read('incoming', { reason: 'hang-up', answerer: here, ended_by: theirs })).toBe('bo hung up');
  expect(read('outgoing', { reason: 'hang-up', answerer: theirs, ended_by: here })).toBe('you hung up');
  expect(read('incoming', { reason: 'hang-up', answerer: there, ended_by: theirs })).toBe('answered on another device');
  expect(read('incoming', { reason: 'declined', ended_by: there })).toBe('declined on another device');
  expect(read('outgoing', { reason: 'busy', ended_by: here })).toBe('you were in another call');
  expect(read('outgoing', { reason: 'busy' })).toBe('bo was in another call');
  expect(read('incoming', { reason: 'busy' })).toBe('you were in another call');
  expect(read('incoming', { reason: 'cancelled' })).toBe('bo cancelled');
  expect(read('outgoing', { reason: 'failed-media' })).toContain('no path');
  expect(read('incoming', { reason: 'declined', ended_by: there }, { ...firstRu, ...moreRu })).toBe(
    'отклонили на другом устройстве',
  );
  // The outcome says it, or it was stored when nothing of it was kept.
  expect(read('incoming', { reason: 'no-answer' })).toBeUndefined();
  expect(read('incoming', { reason: 'declined', ended_by: here })).toBeUndefined();
  expect(read('outgoing', { reason: 'declined', ended_by: theirs })).toBeUndefined();
  expect(read('outgoing', { reason: 'cancelled', ended_by: here })).toBeUndefined();
  expect(read('outgoing', {})).toBeUndefined();
});

test('[CA7] it is said who is busy: the other one, or oneself on another device', () => {
  const read = (by: 'me' | 'relay', words: Words) =>
    endingWords({ kind: 'ended', reason: 'busy', by, seconds: 0 }, 'bo', words);
  const ru = { ...firstRu, ...moreRu };
  expect([read('relay', en), read('me', en)]).toEqual([
    'Ended: bo was in another call',
    'Ended: you were in another call',
  ]);
  expect([read('relay', ru), read('me', ru)]).toEqual([
    'Звонок окончен: у bo шёл другой звонок',
    'Звонок окончен: у вас шёл другой звонок',
  ]);
});
