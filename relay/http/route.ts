import * as z from 'zod/mini';
import type { ErrorCode } from '#shared/protocol/errors.ts';
import type { Device } from '../hub/people.ts';
import type { HttpAnswer } from '../socket/server.ts';
import { Refusal } from './refusal.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Whom a route answers: anyone, whoever has a session, an administrator with one. */
export type By = 'anyone' | 'session' | 'admin';

/** What a JSON body may have. */
export const MAX_JSON_BYTES = 16 * 1024;

/** Text is what Prometheus reads: its exposition format 0.0.4. */
export const TEXT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Facts of a request that no schema describes. */
export interface Caller {
  /** For limits; an IPv6 address is cut to its /64. */
  readonly ip: string;
  /** '' where the client sent none. */
  readonly origin: string;
  /** The bearer token, '' where there is none. */
  readonly token: string;
  /** What the client calls this relay: a name or address, with the port where it is not the usual one. */
  readonly host: string;
  /** It came over TLS, here or at a proxy that is trusted. */
  readonly secure: boolean;
  /** A proxy says for whom it asks, trusted or not. */
  readonly forwarded: boolean;
  /** Asked by a program on this machine, and passed on by nobody. */
  readonly local: boolean;
}

export interface RawRequest extends Caller {
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** '' where the client sent none. */
  readonly contentType: string;
  readonly body: string;
  readonly upload: AsyncIterable<Uint8Array> | undefined;
}

/** The names that stand for a segment each: `id` and `part` in `/api/blobs/:id/parts/:part`. */
type NamesIn<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | NamesIn<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

export type Request<Path extends string, B extends By, Body = undefined, Query = undefined> = Caller & {
  readonly parameters: Readonly<Record<NamesIn<Path>, string>>;
  readonly query: Query;
  readonly body: Body;
} & (B extends 'anyone' ? unknown : { readonly device: Device });

/** Bytes as they are, so many at most. */
export interface Bytes {
  readonly bytes: number;
}

/** Bytes to be answered with; `over` as of an {@link HttpAnswer}. */
export interface Download extends Pick<HttpAnswer, 'over'> {
  readonly bytes: Uint8Array;
}

/** An entry of the route table: who may ask, what may come in, what goes out. The API's description is made of it. */
export interface Route {
  readonly method: Method;
  /** `:name` stands for one segment. */
  readonly path: string;
  readonly summary: string;
  readonly by: By;
  readonly parameters: Readonly<Record<string, z.ZodMiniType<string>>>;
  readonly query: z.ZodMiniType | undefined;
  readonly body: z.ZodMiniType | Bytes | undefined;
  readonly status: number;
  /** `bytes`: ciphertext, for a client of ours and never for a browser to show. `text`: for a program to read. */
  readonly answers: z.ZodMiniType | 'bytes' | 'text';
  /** All there is but `internal`. */
  readonly refuses: readonly ErrorCode[];
  /** `device` is whose session it is; known where the route is not for anyone. */
  readonly respond: (request: RawRequest, device: Device | undefined) => Promise<unknown>;
}

interface Description {
  readonly path: string;
  /** What it does, in a line of plain English. */
  readonly summary: string;
  readonly by: By;
  /** What each name in the path may be: a request with anything else is answered by `not_found`. */
  readonly parameters?: Route['parameters'];
  /** What it refuses of itself. What follows from the rest is added: see {@link implied}. */
  readonly refuses: readonly ErrorCode[];
}

type Described<Path extends string, B extends By> = Description & {
  readonly path: Path;
  readonly by: B;
} & ([NamesIn<Path>] extends [never]
    ? unknown
    : { readonly parameters: Readonly<Record<NamesIn<Path>, z.ZodMiniType<string>>> });

type Definition<Path extends string, B extends By, Body, Query, Answer> = Described<Path, B> & {
  readonly method: Method;
  readonly body?: z.ZodMiniType<Body>;
  readonly query?: z.ZodMiniType<Query>;
  /** {@link nothing} goes with 204. */
  readonly answers: z.ZodMiniType<Answer>;
  /** 200 where it is not said. */
  readonly status?: number;
};

/** The answer of a route that only does something. */
export const nothing = z.undefined();

const parsed = <T>(schema: z.ZodMiniType<T> | undefined, what: string, value: () => unknown): T => {
  if (!schema) return undefined as T; // then T is undefined
  const result = schema.safeParse(value());
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new Refusal('bad_request', `${issue?.path.join('.') || what}: ${issue?.message ?? 'unknown'}`);
};

const wantType = (wanted: string, { contentType }: RawRequest): void => {
  const given = contentType.split(';', 1)[0]?.trim().toLowerCase();
  if (given && given !== wanted) throw new Refusal('bad_request', `content-type: ${wanted}, not ${given}`);
};

const json = (request: RawRequest): unknown => {
  wantType('application/json', request);
  if (request.body === '') throw new Refusal('bad_request', 'body: missing');
  try {
    return JSON.parse(request.body);
  } catch {
    throw new Refusal('bad_request', 'body: not JSON');
  }
};

/** A path that names what cannot be leads nowhere. */
const checked = (parameters: Route['parameters'], given: RawRequest['parameters']): RawRequest['parameters'] => {
  for (const [name, schema] of Object.entries(parameters)) {
    const { success, error } = schema.safeParse(given[name]);
    if (!success) throw new Refusal('not_found', `${name}: ${error.issues[0]?.message ?? 'unknown'}`);
  }
  return given;
};

const OF_CALLER: Readonly<Record<By, readonly ErrorCode[]>> = {
  anyone: [],
  session: ['unauthorized', 'account_disabled'],
  admin: ['unauthorized', 'account_disabled', 'forbidden'],
};

type Shape = Pick<Route, 'method' | 'path' | 'by' | 'parameters' | 'query' | 'body'>;

/** What the gate counts; operators' programs ask for the rest. */
export const isCounted = (path: string): boolean => path.startsWith('/api/');

/** What a route may be refused with because of what it takes, and from whom. */
const implied = ({ method, path, by, parameters, query, body }: Shape): readonly ErrorCode[] => {
  const named = Object.keys(parameters).length > 0;
  return [
    ...(isCounted(path) ? (['rate_limited'] as const) : []),
    ...OF_CALLER[by],
    ...(by !== 'anyone' && method !== 'GET' ? (['disk_full'] as const) : []), // what is changed is kept
    ...(named || query || body ? (['bad_request'] as const) : []),
    ...(named ? (['not_found'] as const) : []),
    ...(method === 'POST' || method === 'PUT' ? (['too_large'] as const) : []),
  ];
};

const entry = (
  { path, summary, by, parameters = {}, refuses }: Description,
  more: Pick<Route, 'method' | 'query' | 'body' | 'status' | 'answers'>,
  respond: Route['respond'],
): Route => ({
  ...more,
  path,
  summary,
  by,
  parameters,
  refuses: [...new Set([...implied({ ...more, path, by, parameters }), ...refuses])],
  respond: async (request, device) =>
    respond({ ...request, parameters: checked(parameters, request.parameters) }, device),
});

/** JSON in, JSON out. */
export const route = <
  const Path extends string,
  const B extends By,
  Body = undefined,
  Query = undefined,
  Answer = undefined,
>(
  definition: Definition<Path, B, Body, Query, Answer>,
  handle: (request: Request<Path, B, Body, Query>) => Answer | Promise<Answer>,
): Route => {
  const { method, body, query, answers, status = 200 } = definition;
  return entry(definition, { method, query, body, status, answers }, async (request, device) =>
    handle({
      ...request,
      device,
      query: parsed(query, 'query', () => request.query),
      body: parsed(body, 'body', () => json(request)),
    } as Request<Path, B, Body, Query>),
  );
};

const plainRoute =
  <Answer>(answers: 'bytes' | 'text') =>
  <const Path extends string, const B extends By>(
    definition: Described<Path, B>,
    handle: (request: Request<Path, B>) => Promise<Answer>,
  ): Route =>
    entry(definition, { method: 'GET', query: undefined, body: undefined, status: 200, answers }, (request, device) =>
      handle({ ...request, device } as unknown as Request<Path, B>),
    );

/** Answers with bytes as they are. */
export const downloadRoute = plainRoute<Download>('bytes');

/** Answers with plain text. */
export const textRoute = plainRoute<string>('text');

async function* atMost(bytes: number, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let come = 0;
  for await (const chunk of body) {
    come += chunk.byteLength;
    if (come > bytes) throw new Refusal('too_large', `body: at most ${bytes} bytes`);
    yield chunk;
  }
}

/** Takes bytes, to be read as they come. */
export const uploadRoute = <const Path extends string, const B extends By>(
  definition: Described<Path, B> & Bytes,
  handle: (request: Request<Path, B>, body: AsyncIterable<Uint8Array>) => Promise<void>,
): Route =>
  entry(
    definition,
    { method: 'PUT', query: undefined, body: { bytes: definition.bytes }, status: 204, answers: nothing },
    async (request, device) => {
      wantType('application/octet-stream', request);
      if (!request.upload) throw new Refusal('bad_request', 'body: missing');
      return handle({ ...request, device } as unknown as Request<Path, B>, atMost(definition.bytes, request.upload));
    },
  );
