import {
  App,
  type HttpResponse,
  SSLApp,
  type HttpRequest as UwsRequest,
  type us_listen_socket,
  us_listen_socket_close,
  us_socket_local_port,
  type WebSocket,
} from 'uWebSockets.js';
import { SUBPROTOCOL } from '#shared/protocol/version.ts';
import { statusOf } from '../http/refusal.ts';
import type { Endpoint } from '../hub/endpoint.ts';
import type { Admission } from '../hub/reception.ts';
import { clientAddress } from './client-address.ts';
import type { HttpAnswer, HttpRequest, Server, ServerEvents, ServerOptions } from './server.ts';
import { createUpload } from './upload.ts';

/** What the library keeps at each socket. Its fields become properties of the socket object itself. */
interface Seat {
  admission: Extract<Admission, { type: 'admitted' }> | undefined;
  endpoint: Endpoint | undefined;
}
type Seated = WebSocket<Seat> & Seat;

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

const METHODS: Readonly<Record<string, HttpRequest['method']>> = {
  get: 'GET',
  post: 'POST',
  put: 'PUT',
  delete: 'DELETE',
  head: 'HEAD',
};

/** Reads everything a request says: its object is gone after the first await. */
const readHead = (
  res: HttpResponse,
  req: UwsRequest,
  { trustProxy, tls }: ServerOptions,
): Omit<HttpRequest, 'body' | 'upload'> => ({
  method: METHODS[req.getMethod()] ?? 'OTHER',
  path: req.getUrl(),
  query: req.getQuery(),
  ip: clientAddress(
    Buffer.from(res.getRemoteAddressAsText()).toString(),
    trustProxy ? req.getHeader('x-forwarded-for') : '',
  ),
  host: req.getHeader('host'),
  origin: req.getHeader('origin'),
  authorization: req.getHeader('authorization'),
  acceptEncoding: req.getHeader('accept-encoding'),
  ifNoneMatch: req.getHeader('if-none-match'),
  accept: req.getHeader('accept'),
  secure: tls !== undefined || (trustProxy && req.getHeader('x-forwarded-proto') === 'https'),
});

/** Without it a second relay would silently share the port. */
const EXCLUSIVE_PORT = 1;

type ListenExclusively = (
  host: string,
  port: number,
  options: number,
  heard: (socket: us_listen_socket | false) => void,
) => void;

const listening = (app: ReturnType<typeof App>, host: string, port: number): Promise<us_listen_socket> =>
  new Promise((resolve, reject) => {
    const listen = app.listen.bind(app) as unknown as ListenExclusively; // a form that the library's types leave out
    listen(host, port, EXCLUSIVE_PORT, (socket) => {
      if (socket) resolve(socket);
      else reject(new Error(`cannot listen on ${host}:${port}: something else is there, or this user may not`));
    });
  });

export const startServer = async (options: ServerOptions, events: ServerEvents): Promise<Server> => {
  const { host, port, tls } = options;
  const app = tls
    ? SSLApp({ key_file_name: tls.key, cert_file_name: tls.cert, ssl_prefer_low_memory_usage: true })
    : App();

  app.ws<Seat>('/*', {
    compression: 0,
    maxPayloadLength: options.maxFrameBytes,
    // The hub closes slow readers with a code they can read; this is the net below it, for one who does not read that either.
    maxBackpressure: options.maxUnreadBytes * 2,
    closeOnBackpressureLimit: true,
    // Silence is the hub's to notice: protocol pings would keep a worker's socket open that nobody reads.
    idleTimeout: 0,
    sendPingsAutomatically: false,
    upgrade(res, req, context) {
      const { path, origin, host: name, ip } = readHead(res, req, options);
      const protocols = req
        .getHeader('sec-websocket-protocol')
        .split(',')
        .map((protocol) => protocol.trim());
      const admission = events.admit({ path, protocols, origin, host: name, ip });
      if (admission.type === 'refused') {
        res.writeStatus(statusLine(statusOf(admission.reason))).writeHeader('content-type', 'application/json');
        res.end(JSON.stringify({ detail: 'no socket for this request', error_code: admission.reason }));
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

  app.any('/*', (res, req) => {
    const head = readHead(res, req, options);
    const upload = head.method === 'PUT' ? createUpload(res, options.maxUploadBytes) : undefined;
    let aborted = false;
    res.onAborted(() => {
      aborted = true;
      upload?.breakOff();
    });
    const write = ({ status, headers, body }: HttpAnswer): void => {
      if (aborted) return;
      upload?.discard();
      res.cork(() => {
        res.writeStatus(statusLine(status));
        for (const [name, value] of headers) res.writeHeader(name, value);
        if (head.method === 'HEAD') res.endWithoutBody(Buffer.byteLength(body));
        else if (status === 204 || status === 304) res.endWithoutBody();
        else res.end(body);
      });
    };
    const answer = async (body: string): Promise<void> => {
      try {
        write(await events.answer({ ...head, body, upload: upload?.chunks }));
      } catch (error) {
        events.failed(error);
        write({
          status: 500,
          headers: [['content-type', 'application/json']],
          body: '{"detail":"something went wrong here","error_code":"internal"}',
        });
      }
    };

    if (head.method !== 'POST') return answer('');
    const chunks: Buffer[] = [];
    let bytes = 0;
    res.onData((chunk, isLast) => {
      bytes += chunk.byteLength;
      if (bytes > options.maxBodyBytes) {
        if (!aborted)
          write({
            status: 413,
            headers: [['content-type', 'application/json']],
            body: '{"detail":"body: too large","error_code":"too_large"}',
          });
        aborted = true;
        return;
      }
      chunks.push(Buffer.from(chunk.slice(0))); // the library takes its buffer back
      if (isLast) void answer(Buffer.concat(chunks).toString());
    });
  });

  const socket = await listening(app, host, port);
  return {
    port: us_socket_local_port(socket),
    stopListening: () => us_listen_socket_close(socket),
    close: () => {
      app.close();
    },
  };
};
