import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../relay/config.ts';
import { assignmentsIn, commandsIn, linksIn, variablesIn } from './readme.ts';
import { ROOT, read } from './sources.ts';

const readme = read('README.md');
const { scripts } = JSON.parse(read('package.json'));
const table = variablesIn(readme);

describe('README', () => {
  test('every command it names exists', () => {
    expect(commandsIn(readme).length).toBeGreaterThan(4);
    expect(commandsIn(readme).filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  test('every file it points to exists', () => {
    expect(linksIn(readme).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test('its table has the variables that the relay reads, no more and no fewer', () => {
    const variables = [...read('relay/config.ts').matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name);
    expect([...table.keys()].sort()).toEqual(variables.sort());
    expect(assignmentsIn(readme).filter((name) => !table.has(name))).toEqual([]);
  });

  test('its defaults are the relay’s', () => {
    const defaults = [...table].filter(([, fallback]) => fallback !== '');
    expect(readConfig(Object.fromEntries(defaults))).toEqual(readConfig({}));
  });

  test('the rows of a table are read', () => {
    expect([...variablesIn('| `A` | `1` | x |\n| `B`, `C` | | y |\n')]).toEqual([
      ['A', '1'],
      ['B', ''],
      ['C', ''],
    ]);
  });
});
