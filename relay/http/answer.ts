import type { ErrorBody, ErrorCode } from '#shared/protocol/errors.ts';
import type { HttpAnswer, HttpRequest } from '../socket/server.ts';
import { StoreError } from '../store/store.ts';
import { Refusal, statusOf } from './refusal.ts';
import type { RawRequest, Route } from './route.ts';

interface Match {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

const match = (route: Route, path: string): Match | undefined => {
  const wanted = route.path.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const parameters: Record<string, string> = {};
  const fits = wanted.every((segment, index) => {
    const text = given[index] ?? '';
    if (!segment.startsWith(':')) return segment === text;
    parameters[segment.slice(1)] = text;
    return text !== '';
  });
  return fits ? { route, parameters } : undefined;
};

type Headers = readonly (readonly [string, string])[];

const uncached = (status: number, type: string, body: string, more: Headers = []): HttpAnswer => ({
  status,
  headers: [['content-type', type], ['cache-control', 'no-store'], ['x-content-type-options', 'nosniff'], ...more],
  body,
});

const json = (status: number, body: unknown, more?: Headers): HttpAnswer =>
  uncached(status, 'application/json', body === undefined ? '' : JSON.stringify(body), more);

/** The version is that of Prometheus's format; whoever reads something else passes over it. */
const text = (status: number, body: string): HttpAnswer =>
  uncached(status, 'text/plain; version=0.0.4; charset=utf-8', body);

/** Nothing a browser would run or show, whoever opens its address (security.md row 18). */
const attachment = (status: number, body: Uint8Array): HttpAnswer => ({
  status,
  headers: [
    ['content-type', 'application/octet-stream'],
    ['content-disposition', 'attachment'],
    ['content-security-policy', "sandbox; default-src 'none'"],
    ['cross-origin-resource-policy', 'same-origin'],
    ['cache-control', 'no-store'],
    ['x-content-type-options', 'nosniff'],
  ],
  body,
});

export const refusalAnswer = ({ code, message, retryAfter }: Refusal): HttpAnswer => {
  const body: ErrorBody = {
    detail: message,
    error_code: code,
    ...(retryAfter === undefined ? {} : { retry_after: retryAfter }),
  };
  return json(statusOf(code), body, retryAfter === undefined ? [] : [['retry-after', String(Math.ceil(retryAfter))]]);
};

const BEARER = /^Bearer ([\w.-]+)$/;

/** What a handler threw, as it is told. Undefined where it is a fault of ours. */
const refusalOf = (error: unknown): Refusal | undefined => {
  if (error instanceof Refusal) return error;
  return error instanceof StoreError ? new Refusal(error.reason, 'nothing was stored') : undefined;
};

export interface Api {
  /** From the route table. */
  answer(request: HttpRequest): Promise<HttpAnswer>;
  refuse(request: HttpRequest, refusal: Refusal, route?: Route): HttpAnswer;
}

export interface ApiOptions {
  readonly routes: readonly Route[];
  /** Where there is no such address there is no `route`. */
  readonly onRefused: (request: HttpRequest, code: ErrorCode, route: Route | undefined) => void;
  readonly onError: (error: unknown, request: HttpRequest) => void;
}

/** Answers what is under `/api` and what the operator's programs ask for. */
export const createApi = ({ routes, onRefused, onError }: ApiOptions): Api => {
  const refuse: Api['refuse'] = (request, refusal, route) => {
    onRefused(request, refusal.code, route);
    return refusalAnswer(refusal);
  };

  return {
    refuse,
    async answer(request) {
      const matches = routes.map((route) => match(route, request.path)).filter((found) => found !== undefined);
      const found = matches.find(({ route }) => route.method === request.method);
      if (!found)
        return refuse(
          request,
          new Refusal('not_found', matches.length > 0 ? 'no such method here' : 'no such address'),
        );
      const raw: RawRequest = {
        ip: request.ip,
        host: request.host,
        secure: request.secure,
        forwarded: request.forwarded,
        local: request.local,
        origin: request.origin,
        token: BEARER.exec(request.authorization)?.[1] ?? '',
        parameters: found.parameters,
        query: Object.fromEntries(new URLSearchParams(request.query)),
        body: request.body,
        upload: request.upload,
      };
      const { status, answers, respond } = found.route;
      try {
        const answer = await respond(raw);
        if (answers === 'bytes') return attachment(status, answer as Uint8Array);
        return answers === 'text' ? text(status, answer as string) : json(status, answer);
      } catch (error) {
        const refusal = refusalOf(error);
        if (!refusal) onError(error, request);
        return refuse(request, refusal ?? new Refusal('internal', 'something went wrong here'), found.route);
      }
    },
  };
};
