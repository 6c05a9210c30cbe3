import { expect, test } from 'vitest';
import { documents, sinks } from './markup.ts';
import { sourcesUnder } from './sources.ts';

const pages = ['shared', 'pwa', 'extension'].flatMap((room) => sourcesUnder(room, ['.ts', '.tsx', '.html']));

test('no text becomes markup or code but the templates that were compiled', () => {
  expect(sinks(pages)).toEqual([]);
  expect(sinks([{ path: 'a.tsx', text: '<p innerHTML={text} />' }])).toEqual(['a.tsx:1']);
});

test('no page of ours opens a file as a document', () => {
  expect(documents(pages)).toEqual([]);
  expect(documents([{ path: 'a.tsx', text: 'x\n<iframe src={file} />' }])).toEqual(['a.tsx:2']);
});

test('only the template of compiled markup passes Trusted Types', () => {
  const users = pages.filter(({ text }) => /\btrustedMarkup\b/.test(text)).map(({ path }) => path);
  expect(users.sort()).toEqual(['shared/ui/kit/solid-web.ts', 'shared/ui/kit/trusted-types.ts']);
});
