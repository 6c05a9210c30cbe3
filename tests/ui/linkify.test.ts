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
