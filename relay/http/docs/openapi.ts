import * as z from 'zod/mini';
import { type ErrorCode, errorBody } from '#shared/protocol/errors.ts';
import { VERSION } from '../../version.ts';
import { meaningOf, statusOf } from '../refusal.ts';
import { type By, MAX_JSON_BYTES, nothing, type Route, TEXT_TYPE } from '../route.ts';
import { schemaNames } from './schema-names.ts';

export type OpenApiVersion = '3.0' | '3.1';

/** JSON Schema as OpenAPI has it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly additionalProperties?: Schema | boolean;
}

export interface Content {
  readonly description: string;
  readonly required?: boolean;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly {
    readonly name: string;
    readonly in: 'path' | 'query';
    readonly required: boolean;
    readonly schema: Schema;
  }[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}

/** As much of an OpenAPI document as is in ours. */
export interface OpenApi {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const DIALECTS = {
  '3.0': { openapi: '3.0.4', target: 'openapi-3.0' },
  '3.1': { openapi: '3.1.1', target: 'draft-2020-12' },
} as const;

const ABOUT = `What a relay of Tincan answers over HTTP: accounts and their devices, files on their way, pushes. Everything else goes
over the socket at \`/ws\` (\`shared/protocol/SPEC.md\`), which is opened with a ticket.

A refusal is JSON: \`error_code\` for programs, \`detail\` for people, and \`retry_after\` in seconds where it helps to come
back. HEAD is answered as GET, without the body; OPTIONS tells which methods an address has. Any other method, and any
other address, is answered by 404. A request may be refused with 503 where the relay’s disk is full.`;

const WHO: Readonly<Record<By, string>> = {
  anyone: 'For anyone.',
  session: 'For whoever is signed in.',
  admin: 'For administrators.',
};

const JSON_TYPE = 'application/json';
const BYTES_TYPE = 'application/octet-stream';

const segments = (path: string): readonly string[] => path.split('/').filter((segment) => segment && segment !== 'api');

/** `GET /api/blobs/:id` is `getBlobsId`. */
const operationId = ({ method, path }: Route): string =>
  method.toLowerCase() +
  segments(path)
    .flatMap((segment) => segment.split(/\W+/))
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** Describes the route table. Knows nothing of what the routes do beyond what they say of themselves. */
export const openApi = (routes: readonly Route[], version: OpenApiVersion): OpenApi => {
  const { openapi, target } = DIALECTS[version];
  const schemas: Record<string, Schema> = {};

  const convert = (schema: z.ZodMiniType): Schema => {
    const { $schema, $defs, definitions, ...converted } = z.toJSONSchema(schema, {
      target,
      metadata: schemaNames,
      io: 'input', // as the wire is read: an answer may have more fields some day
    });
    Object.assign(schemas, $defs, definitions);
    return converted as Schema;
  };

  const bytes = (most?: number): NonNullable<Content['content']> => ({
    [BYTES_TYPE]: {
      schema: { type: 'string', format: 'binary', ...(most === undefined ? {} : { maxLength: most }) },
    },
  });

  const bodyOf = (body: NonNullable<Route['body']>): Content =>
    'bytes' in body
      ? { description: `At most ${body.bytes} bytes.`, required: true, content: bytes(body.bytes) }
      : {
          description: `At most ${MAX_JSON_BYTES} bytes.`,
          required: true,
          content: { [JSON_TYPE]: { schema: convert(body) } },
        };

  const answerOf = (answers: Route['answers']): Content => {
    if (answers === nothing) return { description: 'Done.' };
    if (answers === 'bytes') return { description: 'The bytes as they were sent.', content: bytes() };
    if (answers === 'text') return { description: 'Done.', content: { [TEXT_TYPE]: { schema: { type: 'string' } } } };
    return { description: 'Done.', content: { [JSON_TYPE]: { schema: convert(answers) } } };
  };

  const refusal = (codes: readonly ErrorCode[]): Content => {
    const only: Schema = { properties: { error_code: { enum: codes } } };
    const later = codes.some((code) => statusOf(code) === 429 || statusOf(code) === 503);
    return {
      description: codes.map((code) => `\`${code}\`: ${meaningOf(code)}.`).join('\n'),
      ...(later
        ? { headers: { 'Retry-After': { description: 'Seconds, where it is known.', schema: { type: 'integer' } } } }
        : {}),
      content: { [JSON_TYPE]: { schema: { allOf: [convert(errorBody), only] } } },
    };
  };

  const operation = (route: Route): Operation => {
    const { path, summary, by, parameters, query, body, status, answers, refuses } = route;
    const asked = query === undefined ? {} : convert(query);
    const codes = Map.groupBy([...refuses, 'internal' as const], statusOf);
    return {
      operationId: operationId(route),
      tags: segments(path).slice(0, 1),
      summary,
      description: WHO[by],
      // Before 3.1 only OAuth may say which roles it takes.
      security: by === 'anyone' ? [] : [{ session: by === 'admin' && version !== '3.0' ? ['admin'] : [] }],
      parameters: [
        ...Object.entries(parameters).map(([name, schema]) => ({
          name,
          in: 'path' as const,
          required: true,
          schema: convert(schema),
        })),
        ...Object.entries(asked.properties ?? {}).map(([name, schema]) => ({
          name,
          in: 'query' as const,
          required: asked.required?.includes(name) ?? false,
          schema,
        })),
      ],
      ...(body === undefined ? {} : { requestBody: bodyOf(body) }),
      responses: Object.fromEntries([
        [status, answerOf(answers)],
        ...[...codes].map(([refused, some]) => [refused, refusal(some)]),
      ]),
    };
  };

  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }

  const document = {
    openapi,
    info: { title: 'Tincan relay', version: VERSION, description: ABOUT, license: { name: 'MIT' } },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: {
        session: { type: 'http', scheme: 'bearer', description: 'The `token` that signing in has answered with.' },
      },
    },
  };
  // Each schema came with those that it names.
  return JSON.parse(JSON.stringify(document).replaceAll(/"#\/(?:\$defs|definitions)\//g, '"#/components/schemas/'));
};
