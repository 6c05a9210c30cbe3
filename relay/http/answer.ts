import type { ErrorBody, ErrorCode } from '#shared/protocol/errors.ts';
import type { Device } from '../hub/people.ts';
import type { HttpAnswer, HttpRequest } from '../socket/server.ts';
import { StoreError } from '../store/store.ts';
import type { Gate } from './gate.ts';
import { Refusal, statusOf } from './refusal.ts';
import { type By, type Download, isCounted, type RawRequest, type Route, TEXT_TYPE } from './route.ts';

interface Match {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

/** A route and its path in pieces: it is compared with every request. */
interface Entry {
  readonly route: Route;
  readonly wanted: readonly string[];
}

const match = ({ route, wanted }: Entry, given: readonly string[]): Match | undefined => {
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
const text = (status: number, body: string): HttpAnswer => uncached(status, TEXT_TYPE, body);

/** Nothing a browser would run or show, whoever opens its address (security.md row 18). */
const attachment = (status: number, { bytes, ...more }: Download): HttpAnswer => ({
  ...more,
  status,
  headers: [
    ['content-type', 'application/octet-stream'],
    ['content-disposition', 'attachment'],
    ['content-security-policy', "sandbox; default-src 'none'"],
    ['cross-origin-resource-policy', 'same-origin'],
    ['cache-control', 'no-store'],
    ['x-content-type-options', 'nosniff'],
  ],
  body: bytes,
});

export const refusalAnswer = ({ code, message, retryAfter }: Refusal): HttpAnswer => {
  const body: ErrorBody = {
    detail: message,
    error_code: code,
    ...(retryAfter === undefined ? {} : { retry_after: retryAfter }),
  };
  const status = statusOf(code);
  return json(status, body, [
    ...(status === 401 ? ([['www-authenticate', 'Bearer']] as const) : []),
    ...(retryAfter === undefined ? [] : ([['retry-after', String(Math.ceil(retryAfter))]] as const)),
  ]);
};

const BEARER = /^Bearer ([\w.-]+)$/;

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new Refusal('bad_request', 'path: not percent-encoded UTF-8');
  }
};

/** What an address can be asked: HEAD is GET without the body, OPTIONS asks for this list. */
const methodsOf = (matches: readonly Match[]): string =>
  [...matches.flatMap(({ route: { method } }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])), 'OPTIONS'].join(
    ', ',
  );

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
  /** Whose token it is. Refuses where there is no session. */
  readonly signedIn: (token: string) => Promise<Device>;
  /** Whether it was given out here, good or not: nobody can make one up, and it is told without a look-up. */
  readonly isOurs: (token: string) => boolean;
  readonly gate: Gate;
  /** Where there is no such address there is no `route`. */
  readonly onRefused: (request: HttpRequest, code: ErrorCode, route: Route | undefined) => void;
  /** What should not happen; it is answered by `internal`. */
  readonly onError: (error: unknown, request: HttpRequest) => void;
}

/** Answers what is under `/api` and what the operator's programs ask for. */
export const createApi = ({ routes, signedIn, isOurs, gate, onRefused, onError }: ApiOptions): Api => {
  const table: readonly Entry[] = routes.map((route) => ({ route, wanted: route.path.split('/') }));

  const refuse: Api['refuse'] = (request, refusal, route) => {
    onRefused(request, refusal.code, route);
    return refusalAnswer(refusal);
  };

  const holderOf = async (token: string, ip: string): Promise<Device> => {
    if (token === '') throw new Refusal('unauthorized', 'no session');
    if (!isOurs(token)) gate.show(ip);
    try {
      return await signedIn(token);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'unauthorized') gate.wasWrong(ip);
      throw error;
    }
  };

  const deviceFor = async (by: By, token: string, ip: string): Promise<Device | undefined> => {
    if (by === 'anyone') return undefined;
    const device = await holderOf(token, ip);
    if (by === 'admin' && device.person.role !== 'admin') throw new Refusal('forbidden', 'for an administrator alone');
    return device;
  };

  const answerBy = async ({ route, parameters }: Match, request: HttpRequest): Promise<HttpAnswer> => {
    const { by, status, answers, respond } = route;
    const token = BEARER.exec(request.authorization)?.[1] ?? '';
    const device = await deviceFor(by, token, request.ip);
    const raw: RawRequest = {
      ip: request.ip,
      host: request.host,
      secure: request.secure,
      forwarded: request.forwarded,
      local: request.local,
      origin: request.origin,
      token,
      parameters: Object.fromEntries(Object.entries(parameters).map(([name, text]) => [name, decoded(text)])),
      query: Object.fromEntries(new URLSearchParams(request.query)),
      contentType: request.contentType,
      body: request.body,
      upload: request.upload,
    };
    const answer = await respond(raw, device);
    if (answers === 'bytes') return attachment(status, answer as Download);
    return answers === 'text' ? text(status, answer as string) : json(status, answer);
  };

  return {
    refuse,
    async answer(request) {
      try {
        if (isCounted(request.path)) gate.enter(request.ip);
      } catch (error) {
        if (error instanceof Refusal) return refuse(request, error);
        throw error;
      }
      const given = request.path.split('/');
      const matches = table.map((entry) => match(entry, given)).filter((found) => found !== undefined);
      if (matches.length === 0) return refuse(request, new Refusal('not_found', 'no such address'));
      const methods = methodsOf(matches);
      if (request.method === 'OPTIONS') return json(204, undefined, [['allow', methods]]);
      const method = request.method === 'HEAD' ? 'GET' : request.method;
      const found = matches.find(({ route }) => route.method === method);
      if (!found) return refuse(request, new Refusal('not_found', `no such method here, only ${methods}`));
      try {
        return await answerBy(found, request);
      } catch (error) {
        const refusal = refusalOf(error);
        if (!refusal) onError(error, request);
        return refuse(request, refusal ?? new Refusal('internal', 'something went wrong here'), found.route);
      }
    },
  };
};
