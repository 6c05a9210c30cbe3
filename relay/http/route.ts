import type * as z from 'zod/mini';
import { Refusal } from './refusal.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

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
  readonly body: string;
  readonly upload: AsyncIterable<Uint8Array> | undefined;
}

export interface Request<Body, Query> extends Caller {
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
}

/** An entry of the route table: what may come in, what goes out. */
export interface Route {
  readonly method: Method;
  /** `:name` stands for one segment. */
  readonly path: string;
  readonly status: number;
  /** `bytes`: ciphertext, for a client of ours and never for a browser to show. `text`: for a program to read. */
  readonly answers: z.ZodMiniType | 'bytes' | 'text' | undefined;
  readonly respond: (request: RawRequest) => Promise<unknown>;
}

interface Definition<Body, Query, Answer> {
  readonly method: Method;
  readonly path: string;
  readonly body?: z.ZodMiniType<Body>;
  readonly query?: z.ZodMiniType<Query>;
  readonly answers?: z.ZodMiniType<Answer>;
  /** 200 where it is not said. */
  readonly status?: number;
}

const parsed = <T>(schema: z.ZodMiniType<T> | undefined, value: () => unknown): T => {
  if (!schema) return undefined as T; // then T is undefined
  const result = schema.safeParse(value());
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new Refusal('bad_request', `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'unknown'}`);
};

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('bad_request', 'body: not JSON');
  }
};

export const route = <Body = undefined, Query = undefined, Answer = undefined>(
  { method, path, body, query, answers, status = 200 }: Definition<Body, Query, Answer>,
  handle: (request: Request<Body, Query>) => Answer | Promise<Answer>,
): Route => ({
  method,
  path,
  status,
  answers,
  respond: async (request) =>
    handle({ ...request, query: parsed(query, () => request.query), body: parsed(body, () => json(request.body)) }),
});

/** Answers with bytes as they are. */
export const downloadRoute = (path: string, handle: (request: RawRequest) => Promise<Uint8Array>): Route => ({
  method: 'GET',
  path,
  status: 200,
  answers: 'bytes',
  respond: handle,
});

/** Answers with plain text. */
export const textRoute = (path: string, handle: (request: RawRequest) => Promise<string>): Route => ({
  method: 'GET',
  path,
  status: 200,
  answers: 'text',
  respond: handle,
});

/** Takes bytes, to be read as they come. */
export const uploadRoute = (
  path: string,
  handle: (request: RawRequest, body: AsyncIterable<Uint8Array>) => Promise<void>,
): Route => ({
  method: 'PUT',
  path,
  status: 204,
  answers: undefined,
  respond: (request) => {
    if (!request.upload) throw new Refusal('bad_request', 'body: missing');
    return handle(request, request.upload);
  },
});
