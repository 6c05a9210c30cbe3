import { describe, expect, test } from 'vitest';
import { foreignImports, HOMES, MATERIALS, nodeOutOfPlace, strays, TOOLS } from './libraries.ts';
import { read, sourcesUnder } from './sources.ts';

const product = ['shared', 'relay', 'pwa', 'extension'].flatMap((room) => sourcesUnder(room, ['.ts', '.tsx']));
const manifest = JSON.parse(read('package.json'));
const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });

describe('foreign libraries', () => {
  test('each is named in its home alone', () => {
    expect(strays(product)).toEqual([]);
  });

  test('Node’s own are named where the product runs on Node', () => {
    expect(nodeOutOfPlace(product)).toEqual([]);
    expect(nodeOutOfPlace([{ path: 'shared/client/a.ts', text: "import { join } from 'node:path';" }])).toHaveLength(1);
  });

  test('each dependency has a place in the table, and each place a dependency', () => {
    const types = dependencies.filter((name) => name.startsWith('@types/'));
    expect([...Object.keys(HOMES), ...MATERIALS, ...TOOLS, ...types].sort()).toEqual([...dependencies].sort());
  });

  test('each that has a home is used there', () => {
    const used = new Set(product.flatMap(foreignImports));
    expect(Object.keys(HOMES).filter((library) => !used.has(library))).toEqual([]);
  });

  test.each([
    ['shared/client/client.ts', "import { Peer } from 'peerjs';"],
    ['relay/hub/a.ts', "import type { Kysely } from 'kysely';"],
    ['shared/ui/chat/a.tsx', "import Send from 'lucide-solid/icons/send';"],
    ['shared/ui/chat/a.tsx', "const menu = () => import('@kobalte/core/dropdown-menu');"],
    ['relay/a.ts', "import fc from 'fast-check';"],
  ])('%s cannot say %s', (path, text) => {
    expect(strays([{ path, text }])).toHaveLength(1);
  });
});
