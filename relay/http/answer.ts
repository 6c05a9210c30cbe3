import type { ErrorBody } from '#shared/protocol/errors.ts';
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

const json = (status: number, body: unknown, more: readonly (readonly [string, string])[] = []): HttpAnswer => ({
  status,
  headers: [
    ['content-type', 'application/json'],
    ['cache-control', 'no-store'],
    ['x-content-type-options', 'nosniff'],
    ...more,
  ],
  body: body === undefined ? '' : JSON.stringify(body),
});

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

/** Answers what is under `/api` and `/health` from the route table. */
export const createApi =
  (routes: readonly Route[], onError: (error: unknown) => void) =>
  async (request: HttpRequest): Promise<HttpAnswer> => {
    const matches = routes.map((route) => match(route, request.path)).filter((found) => found !== undefined);
    const found = matches.find(({ route }) => route.method === request.method);
    if (!found)
      return refusalAnswer(new Refusal('not_found', matches.length > 0 ? 'no such method here' : 'no such address'));
    const raw: RawRequest = {
      ip: request.ip,
      origin: request.origin,
      token: BEARER.exec(request.authorization)?.[1] ?? '',
      host: request.host,
      secure: request.secure,
      forwarded: request.forwarded,
      parameters: found.parameters,
      query: Object.fromEntries(new URLSearchParams(request.query)),
      body: request.body,
      upload: request.upload,
    };
    try {
      const { status, answers, respond } = found.route;
      const answer = await respond(raw);
      return answers === 'bytes' ? attachment(status, answer as Uint8Array) : json(status, answer);
    } catch (error) {
      if (error instanceof Refusal) return refusalAnswer(error);
      if (error instanceof StoreError) return refusalAnswer(new Refusal(error.reason, 'nothing was stored'));
      onError(error);
      return refusalAnswer(new Refusal('internal', 'something went wrong here'));
    }
  };
