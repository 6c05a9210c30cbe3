import { describe, expect, test } from 'vitest';
import { closedDoors } from './doors.ts';
import { sourcesUnder } from './sources.ts';

const CODE = ['.ts', '.tsx', '.mjs', '.css'];
const rooms = ['shared', 'relay', 'pwa', 'extension', 'tests', 'scripts'];

describe('doors between the rooms', () => {
  test('every import goes through a door', () => {
    expect(rooms.flatMap((room) => closedDoors(sourcesUnder(room, CODE)))).toEqual([]);
  });

  test.each([
    ['shared/core/a.ts', "import { b } from '#shared/client/b.ts';"],
    ['shared/core/a.ts', "import {\n  b,\n} from '../client/b.ts';"],
    ['shared/protocol/a.ts', "export * from '../core/b.ts';"],
    ['shared/client/a.ts', "const b = await import('#shared/ui/b.tsx');"],
    ['shared/ui/a.tsx', "import type { B } from '#shared/client/peers/b.ts';"],
    ['relay/a.ts', "import { b } from '#shared/core/b.ts';"],
    ['relay/features/calls/a.ts', "import { b } from '../roster/b.ts';"],
    ['relay/features/calls/a.ts', "import { b } from '../../store/sqlite/b.ts';"],
    ['relay/hub/a.ts', "import type { B } from '../features/calls/b.ts';"],
    ['pwa/a.ts', "new Worker(new URL('../extension/b.ts', import.meta.url));"],
    ['extension/a.css', "@import '../pwa/b.css';"],
    ['relay/a.ts', "import '#tests/fakes/b.ts';"],
  ])('%s cannot say %s', (path, text) => {
    expect(closedDoors([{ path, text }])).toHaveLength(1);
  });

  test('an open door is open', () => {
    const text =
      "import { b } from '#shared/protocol/b.ts';\nimport { c } from './c.ts';\nimport { z } from 'zod/mini';";
    expect(closedDoors([{ path: 'relay/features/calls/a.ts', text }])).toEqual([]);
  });
});
