import { describe, expect, test } from 'vitest';
import { checkId, type Finding, foundCode } from '#shared/protocol/setup-check.ts';
import { setupCheckEn } from '#shared/ui/strings/en-setup-check.ts';
import { setupCheckRu } from '#shared/ui/strings/ru-setup-check.ts';
import { findingText, summaryText, tellFinding } from '#shared/ui/strings/setup-check.ts';

const FACTS = { about: '/data/tincan.db', said: 'ECONNREFUSED', amount: 5 };

/** What is as it should be, or for nobody to change. */
const FINE = new Set([
  'configuration-read',
  'relay-runs',
  'relay-stopped',
  'folder-private',
  'folder-missing',
  'disk-room',
  'database-writes',
  'clock-right',
  'clock-agrees',
  'address-fits',
  'address-local',
  'proxy-none',
  'proxy-trusted',
  'certificate-good',
  'certificate-none',
  'health-good',
  'headers-whole',
  'socket-opens',
  'socket-reached',
  'push-keys-kept',
  'push-keys-later',
  'push-subject-set',
  'push-services-answer',
  'stun-answers',
  'stun-by-turn',
  'turn-answers',
  'turn-absent',
  'turn-carries',
  'secure',
  'push-subscribed',
  'push-arrived',
]);

describe.each([
  ['English', setupCheckEn],
  ['Russian', setupCheckRu],
])('the setup check in %s', (language, words) => {
  const told = foundCode.options.map((found) => tellFinding({ id: 'disk', state: 'failed', found, ...FACTS }, words));

  test('[SC2] has words for whatever can be found, and a fix for all that is amiss', () => {
    for (const { found } of told) expect(found).toMatch(/^\S.*\S$/);
    expect(foundCode.options.filter((_, at) => told[at]?.fix === undefined)).toEqual([...FINE].sort(byCode));
    expect(Object.keys(words.checks).sort()).toEqual([...checkId.options].sort());
  });

  test('leaves out nothing, and says it in its language', () => {
    const said = told.flatMap(({ found, fix = found }) => [found, fix]);
    for (const text of said) {
      expect(text).not.toMatch(/undefined|\[object|NaN/);
      if (language === 'Russian') expect(text).toMatch(/[а-яё]/i);
    }
  });
});

const byCode = (one: string, other: string): number =>
  foundCode.options.indexOf(one as never) - foundCode.options.indexOf(other as never);

const finding = (state: Finding['state'], found: Finding['found']): Finding => ({
  id: 'disk',
  state,
  found,
  amount: 5e8,
});

test('a finding is a line, with its fix below', () => {
  expect(findingText(finding('ok', 'disk-room'), setupCheckEn)).toBe('✓ Disk: 500 MB free');
  expect(findingText(finding('failed', 'database-fails'), setupCheckEn)).toMatch(/^✗ Disk: .*\n {4}Look at the disk/);
});

test('all of them are counted, or in order', () => {
  const [failed, warning, fine] = [
    finding('failed', 'disk-full'),
    finding('warning', 'disk-little'),
    finding('ok', 'disk-room'),
  ];
  expect(summaryText([fine], setupCheckEn)).toBe('Everything is in order.');
  expect(summaryText([failed, warning, fine, failed], setupCheckEn)).toBe('2 checks failed, 1 warning');
  expect(summaryText([warning, fine], setupCheckRu)).toBe('1 предупреждение');
});
