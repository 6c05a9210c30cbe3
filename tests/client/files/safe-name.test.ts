import { expect, test } from 'vitest';
import { safeName } from '#shared/client/files/safe-name.ts';

test.each([
  ['holiday.jpg', 'holiday.jpg'],
  ['отпуск — 2.jpg', 'отпуск — 2.jpg'],
  ['../../etc/passwd', '_.._etc_passwd'],
  ['C:\\Windows\\calc.exe', 'C__Windows_calc.exe'],
  ['photo\u202Egnp.exe', 'photo_gnp.exe'],
  ['a\u200Bb\u0000c\n.txt', 'a_b_c_.txt'],
  ['.bashrc', 'bashrc'],
  ['report.pdf. . ', 'report.pdf'],
  ['con.txt', '_con.txt'],
  ['NUL', '_NUL'],
  ['a"b<c>|?*.html', 'a_b_c____.html'],
  ['', 'file'],
  ['...', 'file'],
  ['/', '_'],
])('[BL7] %j is kept as %j', (given, kept) => {
  expect(safeName(given)).toBe(kept);
});

test('[BL7] a long name keeps its ending', () => {
  const name = safeName(`${'ж'.repeat(400)}.tar.gz`);
  expect(name).toHaveLength(120);
  expect(name).toMatch(/ж\.gz$/);
});
