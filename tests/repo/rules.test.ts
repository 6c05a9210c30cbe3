import { describe, expect, test } from 'vitest';
import { idsInTestNames, rulesOf, unknownIds } from './rules.ts';
import { read, sourcesUnder } from './sources.ts';

const rules = rulesOf(read('shared/protocol/SPEC.md'));
const tests = sourcesUnder('tests', ['.test.ts', '.test.tsx', '.spec.ts']).filter(
  ({ path }) => !path.startsWith('tests/repo/'),
);

describe('rules of the wire', () => {
  test('there are rules, each with its own id', () => {
    expect(rules.length).toBeGreaterThan(40);
    expect(new Set(rules).size).toBe(rules.length);
  });

  test('each is in the name of a test', () => {
    const named = idsInTestNames(tests);
    expect(rules.filter((id) => !named.has(id))).toEqual([]);
  });

  test('each id that is quoted exists', () => {
    const rooms = ['shared', 'relay', 'pwa', 'extension'].flatMap((room) => sourcesUnder(room, ['.ts', '.tsx', '.md']));
    expect(unknownIds(rules, [...rooms, ...tests])).toEqual([]);
  });

  test('names are read from every form of a test', () => {
    const text = [
      "test('[AB1] a', f);",
      "it.each([['x', () => 1]])('[AB2] b', async (x) => {});",
      'test(\n  `[AB3] c`,\n  { timeout: 1 },\n  f);',
      "test.skip('[AB4] d', f);",
      "const x = '[AB5]'; expect(x, '[AB6]').toBe(g('[AB7]'));",
    ];
    expect([...idsInTestNames([{ path: 'a', text: text.join('\n') }])]).toEqual(['AB1', 'AB2', 'AB3']);
  });

  test('an id without a rule is noticed', () => {
    expect(unknownIds(['AB1'], [{ path: 'a', text: 'see AB1 and (AB7), not CD1' }])).toEqual(['a: AB7']);
  });
});
