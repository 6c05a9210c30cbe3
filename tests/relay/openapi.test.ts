import { Validator } from '@seriousme/openapi-schema-validator';
import { beforeAll, describe, expect, test } from 'vitest';
import { sourcesUnder } from '#tests/repo/sources.ts';
import type { OpenApi, OpenApiVersion } from '../../relay/http/docs/openapi.ts';
import { startRelay } from './start-relay.ts';
import { type Answer, request } from './test-client.ts';

let documents: Readonly<Record<OpenApiVersion, OpenApi>>;
let page: Answer;
let pageAlone: Answer;
// All of it at once: while a validator is being made, nobody sees that the relay has closed a silent connection.
beforeAll(async () => {
  const relay = await startRelay();
  const fetched = async (path: string): Promise<OpenApi> => (await request(relay.url, path)).body as OpenApi;
  documents = { '3.1': await fetched('/openapi.json'), '3.0': await fetched('/openapi-3.0.json') };
  page = await request(relay.url, '/docs');
  pageAlone = await request(relay.url, '/docs', { method: 'HEAD' });
  await relay.stop();
});

const VERSIONS = ['3.1', '3.0'] as const;

const operationsOf = ({ paths }: OpenApi) =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
  );

/** The calls that make routes, in the relay's sources. */
const ROUTE = /^\s*(?:\.\.\.)?(?:route|textRoute|uploadRoute|downloadRoute)\($/gm;

describe('the description of the API', () => {
  test.each(VERSIONS)(
    '[HT3] is valid OpenAPI %s',
    async (version) => {
      const validator = new Validator();
      expect(await validator.validate({ ...documents[version] })).toEqual({ valid: true });
      expect(validator.version).toBe(version);
    },
    60_000,
  );

  test.each(VERSIONS)('[HT3] has every route in %s, each under a name of its own', (version) => {
    const operations = operationsOf(documents[version]);
    const made = sourcesUnder('relay', ['.ts']).flatMap(({ text }) => [...text.matchAll(ROUTE)]);
    expect(operations.length).toBeGreaterThan(20);
    expect(operations).toHaveLength(made.length);
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
  });

  test('[HT3] says who may ask, what may be sent and what may be refused', () => {
    const { paths } = documents['3.1'];
    expect(paths['/api/accounts']?.post).toMatchObject({
      security: [],
      requestBody: {
        required: true,
        description: 'At most 16384 bytes.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/RegisterRequest' } } },
      },
    });
    expect(paths['/api/admin/access-keys']?.post?.security).toEqual([{ session: ['admin'] }]);
    const part = paths['/api/blobs/{id}/parts/{part}']?.put;
    expect(part).toMatchObject({
      security: [{ session: [] }],
      parameters: [
        { name: 'id', in: 'path', required: true, schema: { $ref: '#/components/schemas/BlobId' } },
        { name: 'part', in: 'path', required: true, schema: { type: 'string' } },
      ],
      requestBody: { content: { 'application/octet-stream': { schema: { maxLength: 1024 * 1024 } } } },
    });
    expect(Object.keys(part?.responses ?? {})).toEqual(['204', '400', '401', '403', '404', '413', '429', '500', '503']);
  });

  test('[HT1] has no status beside those of the design', () => {
    const refused = operationsOf(documents['3.1']).flatMap(({ operation }) =>
      Object.keys(operation.responses).filter((status) => status >= '300'),
    );
    expect([...new Set(refused)].sort()).toEqual(['400', '401', '403', '404', '409', '413', '429', '500', '503']);
  });

  test('[HT3] is a page for people, without a script, whose one style sheet is its own', () => {
    const { status, headers, body } = page;
    const text = String(body);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; frame-anc/);
    expect(text).not.toMatch(/<script|<img|<link|style=|https?:/);
    for (const { operation } of operationsOf(documents['3.1']))
      expect(text).toContain(`<details id="${operation.operationId}">`);
    const links = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.filter((id) => !text.includes(`id="${id}"`))).toEqual([]);
    expect(pageAlone).toMatchObject({ status: 200, body: '' });
  });
});
