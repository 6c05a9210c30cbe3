import { expect, test } from 'vitest';
import { en as firstEn } from '#shared/ui/strings/en.ts';
import { moreEn } from '#shared/ui/strings/en-more.ts';
import { languageOf } from '#shared/ui/strings/languages.ts';
import { onDayWords } from '#shared/ui/strings/long-moments.ts';
import { pluralIn } from '#shared/ui/strings/plural.ts';
import { ru as firstRu } from '#shared/ui/strings/ru.ts';
import { moreRu } from '#shared/ui/strings/ru-more.ts';

const en = { ...firstEn, ...moreEn };
const ru = { ...firstRu, ...moreRu };

type Leaf = readonly [path: string, words: string];

/** Every string of a language, with what its functions say for a name, a count of two and a video call. */
const leaves = (node: unknown, path = ''): readonly Leaf[] => {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function')
    return leaves(node(path.includes('.people.unread') || /Ago$/.test(path) ? 2 : 'bo', 'video'), path);
  return Object.entries(node as object).flatMap(([key, value]) => leaves(value, `${path}.${key}`));
};

test('both languages say the same things, and nothing is left empty', () => {
  const english = leaves(en);
  const russian = leaves(ru);
  expect(russian.map(([path]) => path)).toEqual(english.map(([path]) => path));
  for (const [path, words] of [...english, ...russian]) {
    expect(words.trim(), path).not.toBe('');
    expect(words, path).not.toMatch(/undefined|\[object|NaN/);
  }
});

test('Russian is written in Russian', () => {
  const foreign = leaves(ru).filter(
    ([path, words]) => !/[а-яё]/i.test(words) && !/^\.(locale|settings\.uid|presence\.onDay|chat\.from)$/.test(path),
  );
  expect(foreign).toEqual([]);
});

test('the accessible names that the design promises', () => {
  expect([en.account.createAccount, en.account.signIn, en.account.login, en.account.password]).toEqual([
    'Create account',
    'Sign in',
    'Login',
    'Password',
  ]);
  expect([en.people.addContact, en.requests.accept, en.requests.decline, en.people.search]).toEqual([
    'Add contact',
    'Accept',
    'Decline',
    'Search',
  ]);
  expect([en.people.call('bo'), en.people.videoCall('bo')]).toEqual(['Call bo', 'Video call bo']);
  expect([en.call.answer, en.call.answerWithVideo, en.call.decline, en.call.hangUp]).toEqual([
    'Answer',
    'Answer with video',
    'Decline',
    'Hang up',
  ]);
  expect([en.call.mute, en.call.unmute, en.call.cameraOn, en.call.cameraOff]).toEqual([
    'Mute microphone',
    'Unmute microphone',
    'Turn camera on',
    'Turn camera off',
  ]);
  expect([en.call.deafen, en.call.undeafen, en.call.shareScreen, en.share.tab, en.call.stopSharing]).toEqual([
    'Deafen',
    'Undeafen',
    'Share screen',
    'Share this tab',
    'Stop sharing',
  ]);
  expect([
    en.people.newRoom,
    en.rooms.create,
    en.rooms.copyLink,
    en.rooms.join,
    en.rooms.admit,
    en.rooms.leave,
  ]).toEqual(['New room', 'Create room', 'Copy link', 'Join', 'Admit', 'Leave']);
  expect([en.chat.message, en.chat.send, en.chat.sent, en.settings.title]).toEqual([
    'Message',
    'Send',
    'Sent',
    'Settings',
  ]);
});

test('plurals follow the language', () => {
  const forms = { one: 'сообщение', few: 'сообщения', many: 'сообщений', other: 'сообщения' };
  const said = [1, 2, 5, 11, 21, 104].map((count) => pluralIn('ru')(count, forms));
  expect(said).toEqual(['1 сообщение', '2 сообщения', '5 сообщений', '11 сообщений', '21 сообщение', '104 сообщения']);
  expect(en.people.unread(1)).toBe('1 unread message');
});

test('the language is the first of the browser that has words here', () => {
  expect(languageOf(['de-DE', 'ru-RU', 'en'])).toBe('ru');
  expect(languageOf(['en-GB', 'ru'])).toBe('en');
  expect(languageOf(['fr'])).toBe('en');
});

test('what is referred to is called as it is called there', () => {
  for (const { identity, ownAccount, ringTest, ringing, settings } of [en, ru]) {
    expect(ownAccount.exportHint).toContain(settings.storage);
    expect(ringTest.fixes.quiet).toContain(ringing.title);
    expect(ringTest.fixes['not-asked']).toContain(settings.notifications);
    expect(identity.codeHint).toContain(settings.devices);
    expect(identity.linkByCodeHint).toContain(identity.confirmThis);
  }
});

test('a day ends no sentence twice', () => {
  const day = Date.UTC(2026, 10, 22, 12);
  for (const words of [en, ru]) {
    const said = [words.recovery.since, words.admin.memberSince, words.presence.lastSeen].map((tell) =>
      tell(onDayWords(day, words)),
    );
    for (const sentence of said) expect(sentence).not.toContain('..');
  }
});

test('one thing has one word in Russian, and no two ways to leave something open', () => {
  const strange = leaves(ru).filter(([, words]) => /аккаунт|частн\S+ режим|картин/i.test(words));
  expect(strange).toEqual([]);
  expect([...leaves(en), ...leaves(ru)].filter(([, words]) => words.includes(' …'))).toEqual([]);
});

test('nobody is taken for a man in Russian', () => {
  expect(leaves(ru).filter(([, words]) => /отошёл|ещё не был |(?:^|\s)я (?:их )?\S+л$/i.test(words))).toEqual([]);
});

test('of oneself, too, Russian doubts make sentences', () => {
  const { doubts, yourself } = ru.identity;
  for (const tell of Object.values(doubts)) expect(tell(yourself)).toContain(`(${yourself})`);
});
