import type { Method } from '../http/route.ts';
import type { Endpoint, Socket } from '../hub/endpoint.ts';
import type { Admission } from '../hub/reception.ts';
import type { CertificateFiles } from './certificate.ts';

// The port to the network: one address, HTTP and WebSockets on it. Its adapter is the only file that knows which library.

export interface HttpRequest {
  /** Names this request in the log, and to whoever was refused. */
  readonly id: string;
  readonly method: Method | 'HEAD' | 'OPTIONS' | 'OTHER';
  readonly path: string;
  readonly query: string;
  readonly ip: string;
  /** Asked by a program on this machine, and passed on by nobody. */
  readonly local: boolean;
  readonly host: string;
  readonly origin: string;
  readonly authorization: string;
  readonly acceptEncoding: string;
  readonly ifNoneMatch: string;
  readonly accept: string;
  readonly contentType: string;
  /** Whether the browser reached the relay over TLS, here or at the proxy in front. */
  readonly secure: boolean;
  /** It has an `X-Forwarded-For`, believed or not. */
  readonly forwarded: boolean;
  /** Of a POST. */
  readonly body: string;
  /** The body of a PUT, which may be large: it is read as it comes. */
  readonly upload: AsyncIterable<Uint8Array> | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | Uint8Array;
  /** Called once: all of it is on its way, or nobody waits for it any more. */
  readonly over?: () => void;
}

export interface ServerEvents {
  readonly answer: (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>;
  /** The body is longer than it may be. */
  readonly oversized: (request: HttpRequest) => HttpAnswer;
  readonly admit: (
    offer: UpgradeOffer,
  ) => Admission | { readonly type: 'refused'; readonly reason: 'bad_request' | 'forbidden' | 'unavailable' };
  readonly open: (admission: Extract<Admission, { type: 'admitted' }>, socket: Socket) => Endpoint;
  readonly message: (endpoint: Endpoint, text: string) => void;
  readonly binary: (endpoint: Endpoint) => void;
  readonly drained: (endpoint: Endpoint) => void;
  readonly closed: (endpoint: Endpoint) => void;
  readonly visitors: Visitors | undefined;
  /** Something that should not happen; the server goes on. */
  readonly failed: (error: unknown, request: HttpRequest) => void;
}

export interface UpgradeOffer {
  /** As that of a request. */
  readonly id: string;
  readonly path: string;
  readonly protocols: readonly string[];
  readonly origin: string;
  readonly host: string;
  readonly ip: string;
}

/** One socket of another protocol than ours. */
export interface Visitor {
  readonly open: (socket: Socket) => void;
  readonly message: (text: string) => void;
  readonly closed: () => void;
}

/** Who speaks another protocol, at an address of their own. */
export interface Visitors {
  readonly path: string;
  /** Before the upgrade, with the query as it was sent. */
  readonly admit: (query: string, ip: string) => Visitor | 'too_many_connections' | 'rate_limited' | 'unavailable';
}

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: CertificateFiles | undefined;
  readonly maxFrameBytes: number;
  readonly maxUnreadBytes: number;
  /** Of a POST. */
  readonly maxBodyBytes: number;
  /** Of a PUT. */
  readonly maxUploadBytes: number;
  /** So many proxies in front say who the client is. */
  readonly proxies: number;
}

export interface Server {
  readonly port: number;
  /** For new connections; the present ones stay as they are. Throws where the files cannot be used, and then changes nothing. */
  useCertificate(files: CertificateFiles): void;
  /** No new connections; the present ones stay. */
  stopListening(): void;
  /** Resolves when all requests under way are answered, or after so many milliseconds. */
  answered(within: number): Promise<void>;
  /** Ends everything. */
  close(): void;
}
