import fc from 'fast-check';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type * as z from 'zod/mini';
import { sourcesUnder } from '../repo/sources.ts';
import { nearFrames } from './near-frames.ts';
import { clientFrames, relayFrames } from './samples.ts';

type Schemas = Readonly<Record<string, z.ZodMiniType>>;

const isSchema = (value: unknown): value is z.ZodMiniType =>
  typeof value === 'object' && value !== null && 'safeParse' in value;

/** Every schema that is exported where the wire is described, and where clients describe what they say to each other. */
const allSchemas = async (): Promise<Schemas> => {
  const modules: readonly Readonly<Record<string, unknown>>[] = await Promise.all([
    import('#shared/protocol/account.ts'),
    import('#shared/protocol/call.ts'),
    import('#shared/protocol/envelope.ts'),
    import('#shared/protocol/errors.ts'),
    import('#shared/protocol/frames.ts'),
    import('#shared/protocol/ids.ts'),
    import('#shared/protocol/room.ts'),
    import('#shared/client/peers/wire.ts'),
  ]);
  const found = modules.flatMap((module) => Object.entries(module));
  return Object.fromEntries(found.filter((entry): entry is [string, z.ZodMiniType] => isSchema(entry[1])));
};

let real: Schemas = {};
let lean: Schemas = {};

beforeAll(async () => {
  real = await allSchemas();
  vi.resetModules();
  vi.doMock('zod/mini', () => import('#shared/protocol/lean-zod.ts'));
  lean = await allSchemas();
  vi.doUnmock('zod/mini');
});

const read = (schema: z.ZodMiniType | undefined, value: unknown): unknown => {
  const answer = schema?.safeParse(value);
  return answer?.success ? { value: answer.data } : 'misfit';
};

const sameAnswer = (name: string, value: unknown): void => {
  expect(read(lean[name], value), name).toStrictEqual(read(real[name], value));
};

const RUNS = { numRuns: 5_000 };

describe('a schema of lean zod gives the answer of zod', () => {
  test('there are two of each', () => {
    expect(Object.keys(lean)).toEqual(Object.keys(real));
    expect(Object.keys(lean)).toContain('relayFrame');
    expect(lean.relayFrame).not.toHaveProperty('_zod');
  });

  test.each(Object.values(relayFrames))('for a $type of the relay', (frame) => {
    expect(read(lean.relayFrame, frame)).toEqual({ value: frame });
    sameAnswer('relayFrame', frame);
  });

  test('for a frame of the relay in which anything is changed, added or taken away', () => {
    fc.assert(
      fc.property(nearFrames(Object.values(relayFrames)), (value) => sameAnswer('relayFrame', value)),
      RUNS,
    );
  });

  test('for a frame of a client, where nothing may be added', () => {
    fc.assert(
      fc.property(nearFrames(Object.values(clientFrames)), (value) => sameAnswer('clientFrame', value)),
      RUNS,
    );
  });

  test('for every part of a frame, by any of the schemas', () => {
    const parts = (value: unknown): readonly unknown[] =>
      typeof value === 'object' && value !== null ? [value, ...Object.values(value).flatMap(parts)] : [value];
    const values = fc.oneof(
      nearFrames([...Object.values(relayFrames), ...Object.values(clientFrames)]).map(parts),
      fc.jsonValue().map((value) => [value]),
      fc.emailAddress().map((value) => [value]),
    );
    fc.assert(
      fc.property(values, (values) => {
        for (const name of Object.keys(real)) for (const value of values) sameAnswer(name, value);
      }),
      { numRuns: 200 },
    );
  });
});

test('lean zod has every part of zod that is used where clients are made of', async () => {
  const used = ['shared/protocol', 'shared/client', 'extension']
    .flatMap((folder) => sourcesUnder(folder, ['.ts']))
    .filter(({ text }) => text.includes("import * as z from 'zod/mini'"))
    .flatMap(({ text }) => [...text.matchAll(/\bz\.([a-z]\w*)\(/g)].map(([, name]) => name));
  expect(Object.keys(await import('#shared/protocol/lean-zod.ts'))).toEqual(expect.arrayContaining(used));
});
