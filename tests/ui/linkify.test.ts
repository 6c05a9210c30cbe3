import { expect, test } from 'vitest';
import { linkify } from '#shared/ui/chat/linkify.ts';

const links = (text: string) => linkify(text).flatMap(({ href }) => (href === undefined ? [] : [href]));

test('an address becomes a link and the text around it stays', () => {
  expect(linkify('see https://a.example/x and go')).toEqual([
    { text: 'see ' },
    { text: 'https://a.example/x', href: 'https://a.example/x' },
    { text: ' and go' },
  ]);
});

test('the full stop of the sentence is not a part of the address', () => {
  expect(links('Look: https://a.example/x. Or (https://b.example/y)?')).toEqual([
    'https://a.example/x',
    'https://b.example/y',
  ]);
});

test('a bracket that the address opened belongs to it', () => {
  expect(links('https://en.wikipedia.org/wiki/Can_(band)')).toEqual(['https://en.wikipedia.org/wiki/Can_(band)']);
});

test('every bracket that the address has not opened is left to the sentence', () => {
  expect(links('(see https://a.example/x_(y)), [https://b.example]; https://c.example/。')).toEqual([
    'https://a.example/x_(y)',
    'https://b.example/',
    'https://c.example/',
  ]);
});

test('an address for letters becomes a link, without anything that would be put into the letter', () => {
  expect(links('mailto:ann@a.example, mailto:ann@a.example?body=x and mailto:nobody')).toEqual([
    'mailto:ann@a.example',
  ]);
});

test('names of hosts in other scripts are links; where they could pass for others the true one is told', () => {
  expect(linkify('https://münchen.example/x')).toEqual([
    { text: 'https://münchen.example/x', href: 'https://xn--mnchen-3ya.example/x' },
  ]);
  expect(linkify('https://пример.рф')).toEqual([{ text: 'https://пример.рф', href: 'https://xn--e1afmkfd.xn--p1ai/' }]);
  expect(linkify('https://сосо.example')).toEqual([
    { text: 'https://сосо.example', href: 'https://xn--n1aahb.example/', host: 'xn--n1aahb.example' },
  ]);
});

test.each(['https://bаnk.example', 'https://bank.example@evil.example/', 'https://ann:secret@a.example'])(
  '%s, which pretends to be another address, is text',
  (text) => {
    expect(linkify(text)).toEqual([{ text }]);
  },
);

test('characters that nobody sees, or that turn the writing around, end an address', () => {
  for (const character of ['\u202e', '\u2066', '\u200b', '\u200f', '\ufeff']) {
    const text = `https://a.example/x${character}gpj.exe`;
    expect(linkify(text)).toEqual([
      { text: 'https://a.example/x', href: 'https://a.example/x' },
      { text: `${character}gpj.exe` },
    ]);
  }
});

test.each(['javascript:alert(1)', 'data:text/html,hi', 'file:///etc/passwd', 'https://', 'www.example'])(
  '%s never becomes a link',
  (text) => {
    expect(links(text)).toEqual([]);
    expect(linkify(text)).toEqual([{ text }]);
  },
);

test('markup is text', () => {
  expect(linkify('<img src=x onerror=alert(1)>')).toEqual([{ text: '<img src=x onerror=alert(1)>' }]);
});

test('nothing is lost or added', () => {
  const text = 'a https://a.example, b\nhttp://b.example/?q=1&r=2#c) end';
  expect(
    linkify(text)
      .map((part) => part.text)
      .join(''),
  ).toBe(text);
});
