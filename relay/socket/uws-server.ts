import {
  App,
  type HttpResponse,
  SSLApp,
  type TemplatedApp,
  type HttpRequest as UwsRequest,
  type us_listen_socket,
  us_listen_socket_close,
  us_socket_local_port,
  type WebSocket,
} from 'uWebSockets.js';
import { randomUUID } from 'node:crypto';
import type { ErrorCode } from '#shared/protocol/errors.ts';
import { SUBPROTOCOL } from '#shared/protocol/version.ts';
import { refusalAnswer } from '../http/answer.ts';
import { Refusal } from '../http/refusal.ts';
import type { Endpoint } from '../hub/endpoint.ts';
import type { Admission } from '../hub/reception.ts';
import { clientAddress, isLocal } from './client-address.ts';
import type { HttpAnswer, HttpRequest, Server, ServerEvents, ServerOptions, Visitor } from './server.ts';
import { createUnderWay, type UnderWay } from './under-way.ts';
import { createUpload } from './upload.ts';

/** What the library keeps at each socket. Its fields become properties of the socket object itself. */
interface Seat {
  admission: Extract<Admission, { type: 'admitted' }> | undefined;
  endpoint: Endpoint | undefined;
}
type Seated = WebSocket<Seat> & Seat;
interface VisitorSeat {
  visitor: Visitor;
}
type VisitorSeated = WebSocket<VisitorSeat> & VisitorSeat;

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  304: 'Not Modified',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Content Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};
const statusLine = (status: number): string => `${status} ${REASONS[status] ?? ''}`;

const REQUEST_ID = 'x-request-id';

const METHODS: Readonly<Record<string, HttpRequest['method']>> = {
  get: 'GET',
  post: 'POST',
  put: 'PUT',
  delete: 'DELETE',
  head: 'HEAD',
  options: 'OPTIONS',
};

/** What proxies add to a request that they pass on. */
const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];

/** Reads everything a request says: its object is gone after the first await. */
const readHead = (
  res: HttpResponse,
  req: UwsRequest,
  { proxies, tls }: ServerOptions,
): Omit<HttpRequest, 'body' | 'upload'> => {
  const remote = Buffer.from(res.getRemoteAddressAsText()).toString();
  const host = req.getHeader('host');
  const forwardedFor = req.getHeader('x-forwarded-for');
  return {
    id: randomUUID(),
    method: METHODS[req.getMethod()] ?? 'OTHER',
    path: req.getUrl(),
    query: req.getQuery(),
    ip: clientAddress(remote, proxies > 0 ? forwardedFor : '', proxies),
    local: isLocal(remote, host, FORWARDED.map((name) => req.getHeader(name)).join('')),
    host,
    origin: req.getHeader('origin'),
    authorization: req.getHeader('authorization'),
    acceptEncoding: req.getHeader('accept-encoding'),
    ifNoneMatch: req.getHeader('if-none-match'),
    accept: req.getHeader('accept'),
    contentType: req.getHeader('content-type'),
    secure: tls !== undefined || (proxies > 0 && req.getHeader('x-forwarded-proto') === 'https'),
    forwarded: forwardedFor !== '',
  };
};

/** Writes a body as fast as its reader takes it, and says when all of it is on its way. */
const writeBody = (res: HttpResponse, body: string | Uint8Array, done: () => void): void => {
  if (typeof body === 'string') {
    res.end(body);
    return done();
  }
  const start = res.getWriteOffset();
  const writeFrom = (offset: number): boolean => {
    const [ok, isDone] = res.tryEnd(body.subarray(offset - start), body.byteLength);
    if (isDone) done();
    return ok;
  };
  if (!res.tryEnd(body, body.byteLength)[1]) res.onWritable(writeFrom);
  else done();
};

const refuseSocket = (res: HttpResponse, id: string, reason: ErrorCode): void => {
  const { status, headers, body } = refusalAnswer(new Refusal(reason, 'no socket for this request'));
  res.writeStatus(statusLine(status)).writeHeader(REQUEST_ID, id);
  for (const [name, value] of headers) res.writeHeader(name, value);
  res.end(body);
};

/** Without it a second relay would silently share the port. */
const EXCLUSIVE_PORT = 1;

type ListenExclusively = (
  host: string,
  port: number,
  options: number,
  heard: (socket: us_listen_socket | false) => void,
) => void;

/** At once: the library calls back before it returns. */
const listening = (app: TemplatedApp, host: string, port: number): us_listen_socket => {
  let heard: us_listen_socket | false = false;
  const listen = app.listen.bind(app) as unknown as ListenExclusively; // a form that the library's types leave out
  listen(host, port, EXCLUSIVE_PORT, (socket) => (heard = socket));
  if (!heard) throw new Error(`cannot listen on ${host}:${port}: something else is there, or this user may not`);
  return heard;
};

/** All that answers with one certificate. Throws where its files cannot be used. */
const createApp = (
  tls: ServerOptions['tls'],
  options: ServerOptions,
  events: ServerEvents,
  underWay: UnderWay,
): TemplatedApp => {
  const app = tls
    ? SSLApp({ key_file_name: tls.key, cert_file_name: tls.cert, ssl_prefer_low_memory_usage: true })
    : App();

  const bounds = {
    compression: 0,
    maxPayloadLength: options.maxFrameBytes,
    // The hub closes slow readers with a code they can read; this is the net below it, for one who does not read that either.
    maxBackpressure: options.maxUnreadBytes * 2,
    closeOnBackpressureLimit: true,
    // Silence is the hub's to notice: protocol pings would keep a worker's socket open that nobody reads.
    idleTimeout: 0,
    sendPingsAutomatically: false,
  } as const;

  app.ws<Seat>('/*', {
    ...bounds,
    upgrade(res, req, context) {
      const { id, path, origin, host: name, ip } = readHead(res, req, options);
      const protocols = req
        .getHeader('sec-websocket-protocol')
        .split(',')
        .map((protocol) => protocol.trim());
      const admission = events.admit({ id, path, protocols, origin, host: name, ip });
      if (admission.type === 'refused') {
        refuseSocket(res, id, admission.reason);
        return;
      }
      const seat: Seat = { admission, endpoint: undefined };
      res.upgrade(
        seat,
        req.getHeader('sec-websocket-key'),
        SUBPROTOCOL,
        req.getHeader('sec-websocket-extensions'),
        context,
      );
    },
    open(ws) {
      const seated = ws as Seated;
      if (!seated.admission) return ws.close();
      const { admission } = seated;
      seated.admission = undefined;
      seated.endpoint = events.open(admission, seated);
    },
    message(ws, message, isBinary) {
      const { endpoint } = ws as Seated;
      if (!endpoint) return;
      if (isBinary) events.binary(endpoint);
      else events.message(endpoint, Buffer.from(message).toString());
    },
    drain(ws) {
      const { endpoint } = ws as Seated;
      if (endpoint) events.drained(endpoint);
    },
    close(ws) {
      const { endpoint } = ws as Seated;
      if (endpoint) events.closed(endpoint);
    },
  });

  const { visitors } = events;
  if (visitors)
    app.ws<VisitorSeat>(visitors.path, {
      ...bounds,
      upgrade(res, req, context) {
        const { id, query, ip } = readHead(res, req, options);
        const visitor = visitors.admit(query, ip);
        if (typeof visitor === 'string') return refuseSocket(res, id, visitor);
        res.upgrade<VisitorSeat>(
          { visitor },
          req.getHeader('sec-websocket-key'),
          req.getHeader('sec-websocket-protocol'),
          req.getHeader('sec-websocket-extensions'),
          context,
        );
      },
      open: (ws) => (ws as VisitorSeated).visitor.open(ws as VisitorSeated),
      message: (ws, message) => (ws as VisitorSeated).visitor.message(Buffer.from(message).toString()),
      close: (ws) => (ws as VisitorSeated).visitor.closed(),
    });

  app.any('/*', (res, req) => {
    const head = readHead(res, req, options);
    const upload = head.method === 'PUT' ? createUpload(res, options.maxUploadBytes) : undefined;
    let state: 'open' | 'over' = 'open';
    const answered = underWay.begin();
    let over: HttpAnswer['over'];
    const end = (): void => {
      if (state === 'over') return;
      state = 'over';
      answered();
      over?.();
    };
    res.onAborted(() => {
      end();
      upload?.breakOff();
    });
    const write = ({ status, headers, body, ...answer }: HttpAnswer): void => {
      if (state === 'over') return answer.over?.();
      over = answer.over;
      upload?.discard();
      res.cork(() => {
        res.writeStatus(statusLine(status));
        for (const [name, value] of headers) res.writeHeader(name, value);
        if (status >= 400) res.writeHeader(REQUEST_ID, head.id);
        if (head.method === 'HEAD') res.endWithoutBody(Buffer.byteLength(body));
        else if (status === 204 || status === 304) res.endWithoutBody();
        else return writeBody(res, body, end);
        end();
      });
    };
    const answer = async (body: string): Promise<void> => {
      const request = { ...head, body, upload: upload?.chunks };
      try {
        write(await events.answer(request));
      } catch (error) {
        events.failed(error, request);
        write(refusalAnswer(new Refusal('internal', 'something went wrong here')));
      }
    };

    if (head.method !== 'POST') return answer('');
    const chunks: Buffer[] = [];
    let bytes = 0;
    res.onData((chunk, isLast) => {
      if (state === 'over') return;
      bytes += chunk.byteLength;
      if (bytes > options.maxBodyBytes) return write(events.oversized({ ...head, body: '', upload: undefined }));
      chunks.push(Buffer.from(chunk.slice(0))); // the library takes its buffer back
      if (isLast) void answer(Buffer.concat(chunks).toString());
    });
  });

  return app;
};

export const startServer = (options: ServerOptions, events: ServerEvents): Server => {
  const { host } = options;
  const underWay = createUnderWay();
  const first = createApp(options.tls, options, events, underWay);
  /** Each has the connections that came while its certificate was in use. */
  const apps = [first];
  let socket: us_listen_socket | undefined;
  const stopListening = (): void => {
    if (socket) us_listen_socket_close(socket);
    socket = undefined;
  };

  socket = listening(first, host, options.port);
  const port = us_socket_local_port(socket);
  if (options.port === 0) {
    // Only where it is told the port does the library let another app take it over while somebody is connected.
    stopListening();
    socket = listening(first, host, port);
  }

  return {
    port,
    useCertificate(tls) {
      // Another app in its place: the library's way to change certificates (by server name) leaves out whoever comes by an
      // address. What is connected stays with the app that took it; one that waits to be taken in this moment tries again.
      const next = createApp(tls, options, events, underWay);
      stopListening();
      apps.push(next);
      socket = listening(next, host, port);
    },
    stopListening,
    answered: underWay.over,
    close: () => {
      for (const app of apps) app.close();
    },
  };
};
