import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { en } from 'zod/locales';
import * as z from 'zod/mini';
import { PART_BYTES } from '#shared/protocol/blob.ts';
import { closeCode, type ErrorCode } from '#shared/protocol/errors.ts';
import type { EndpointId } from '#shared/protocol/ids.ts';
import { networkAddresses, ownAddresses } from './addresses.ts';
import type { Config } from './config.ts';
import { createFeatures } from './features.ts';
import { keepHeapSmall, leaveWorkersTheirLimits } from './heap.ts';
import { createApi } from './http/answer.ts';
import { createDocs } from './http/docs/docs.ts';
import { createGate } from './http/gate.ts';
import { isAllowedOrigin } from './http/origins.ts';
import { createPwaFiles } from './http/pwa-files.ts';
import { Refusal } from './http/refusal.ts';
import { MAX_JSON_BYTES } from './http/route.ts';
import { createAddresses } from './hub/addresses.ts';
import { createHub } from './hub/create-hub.ts';
import { createDispatch } from './hub/dispatch.ts';
import type { Endpoint } from './hub/endpoint.ts';
import { limitsAt } from './hub/limits.ts';
import { MAX_UNREAD_BYTES } from './hub/outbox.ts';
import { createPeople } from './hub/people.ts';
import { ticketOf } from './hub/protocol-offer.ts';
import { createReception } from './hub/reception.ts';
import { createResumption } from './hub/resumption.ts';
import { createTickets } from './hub/tickets.ts';
import { cut, type Logger } from './log.ts';
import { type CertificateFiles, names, readCertificate, selfSigned } from './socket/certificate.ts';
import { createRenewal } from './socket/renewal.ts';
import type { HttpRequest, ServerEvents } from './socket/server.ts';
import { startServer } from './socket/uws-server.ts';
import { openStore } from './store/sqlite/open-store.ts';
import { count, tally } from './tally.ts';

const MAX_FRAME_BYTES = 64 * 1024;
const MAILBOX_BYTES = 50 * 1024 * 1024;
const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;
/** Beside the API: what an operator's programs ask for. */
const OPERATORS = new Set(['/health', '/health/ready', '/metrics']);
/** Requests under way when the relay is told to end; well within what main.ts and supervisors wait for. */
const LONGEST_ANSWER_MS = 3_000;
const PWA = dirname(fileURLToPath(import.meta.resolve('#pwa/index.html')));

export interface Relay {
  /** Where people reach it. */
  readonly url: string;
  /** Makes whoever opens it the administrator, once, for an hour; '' where there is one. Not for the log. */
  readonly claimUrl: string;
  /** With a certificate of its own: where a phone on the same network finds it, and whether the certificate names that. */
  readonly nearby: readonly { readonly url: string; readonly named: boolean }[];
  /** Tells sockets, stores what is under way and ends. */
  stop(): Promise<void>;
}

const certificateFor = async (config: Config, now: number): Promise<CertificateFiles | undefined> => {
  if (config.TLS === 'off') return undefined;
  if (config.TLS === 'cert+key') return { key: config.TLS_KEY ?? '', cert: config.TLS_CERT ?? '' };
  const publicHost = config.PUBLIC_URL && new URL(config.PUBLIC_URL).hostname.replace(/^\[|\]$/g, '');
  return selfSigned(config.DATA_DIR, publicHost, ownAddresses(), now);
};

/** Puts the parts together and listens. The only place that knows all of them. */
export const startRelay = async (config: Config, log: Logger): Promise<Relay> => {
  z.config(en()); // the small zod has no words of its own for what is wrong
  const clock = Date.now;
  const onError = (error: unknown, request?: HttpRequest): void =>
    log.error(
      { request: request?.id, error: String(error), stack: error instanceof Error ? error.stack : undefined },
      'failed',
    );
  leaveWorkersTheirLimits();
  const store = await openStore(config.DATA_DIR, { items: config.MAILBOX_ITEMS, bytes: MAILBOX_BYTES });
  keepHeapSmall();
  const people = createPeople(store);
  const tickets = createTickets(people);
  const endpoints = new Map<EndpointId, Endpoint>();
  const addresses = createAddresses(config.MAX_SOCKETS_PER_IP);
  const hub = createHub(endpoints);
  const limits = limitsAt(config.RATE_LIMIT_SCALE);
  const refusals = { frame: hub.refusals, request: tally<ErrorCode>(), socket: tally<ErrorCode>() };
  let stopping = false;
  const features = createFeatures({
    config,
    log,
    hub,
    addresses,
    people,
    store,
    tickets,
    limits,
    refusals,
    isStopping: () => stopping,
    clock,
    onError,
  });
  const claim = await features.prepare();

  const reception = createReception({
    hub,
    endpoints,
    addresses,
    tickets,
    resumption: createResumption(endpoints, people),
    people,
    welcome: { iceServers: features.iceServers, ringSeconds: config.RING_SECONDS },
    limits,
    maxFrameBytes: MAX_FRAME_BYTES,
    idleMs: config.IDLE_TIMEOUT_SECONDS * 1000,
    maxSocketsPerAccount: config.MAX_SOCKETS_PER_ACCOUNT,
    clock,
    believed: features.believed,
    run: Buffer.from(randomBytes(5)).readUIntBE(0, 5).toString(36),
    greet: features.greet,
    startMail: features.delivery.start,
    catchUp: (endpoint) => dispatch.catchUp(endpoint),
    onError,
  });
  const dispatch = createDispatch({ hub, handlers: features.handlers, hello: reception.hello, limits, clock, onError });

  const pwa = createPwaFiles(PWA);
  if (!pwa.built) log.warn(`The app is not built, so ${PWA} cannot be served. "npm start" builds it.`);
  const gate = createGate(limits, clock);
  const api = createApi({
    gate,
    routes: features.routes,
    signedIn: features.signedIn,
    isOurs: features.isOurs,
    onRefused({ id, method }, code, route) {
      count(refusals.request, code);
      log.info({ request: id, method, path: route?.path, code }, 'request refused');
    },
    onError,
  });
  const docs = createDocs(features.routes);
  const { peerJs } = features;
  const isApi = ({ path }: HttpRequest): boolean => path.startsWith('/api/') || OPERATORS.has(path);

  const admit: ServerEvents['admit'] = ({ path, protocols, origin, host, ip }) => {
    const ticket = path === '/ws' ? ticketOf(protocols) : undefined;
    if (ticket === undefined) return { type: 'refused', reason: 'bad_request' };
    if (stopping) return { type: 'refused', reason: 'unavailable' };
    if (!isAllowedOrigin(origin, host, config.PUBLIC_URL, config.ALLOWED_ORIGINS))
      return { type: 'refused', reason: 'forbidden' };
    return reception.admit(ticket, origin, ip);
  };

  const tls = await certificateFor(config, clock());
  const certificate = tls && readCertificate(tls).certificate;
  const server = startServer(
    {
      host: config.HOST,
      port: config.PORT,
      tls,
      maxFrameBytes: MAX_FRAME_BYTES,
      maxUnreadBytes: MAX_UNREAD_BYTES,
      maxBodyBytes: MAX_JSON_BYTES,
      maxUploadBytes: PART_BYTES,
      proxies: config.TRUST_PROXY ? config.PROXY_COUNT : 0,
    },
    {
      answer(request) {
        if (peerJs?.serves(request.path)) return peerJs.answer(request);
        return isApi(request) ? api.answer(request) : (docs(request) ?? pwa.answer(request));
      },
      oversized: (request) => api.refuse(request, new Refusal('too_large', `body: at most ${MAX_JSON_BYTES} bytes`)),
      admit(offer) {
        const admission = admit(offer);
        if (admission.type === 'refused') {
          count(refusals.socket, admission.reason);
          log.info({ request: offer.id, ip: cut(offer.ip), reason: admission.reason }, 'socket refused');
        }
        return admission;
      },
      open: reception.open,
      message: dispatch.receive,
      binary: (endpoint) => hub.close(endpoint, closeCode.protocolError, 'not text'),
      drained: features.delivery.drained,
      closed: reception.closed,
      visitors: peerJs,
      failed: onError,
    },
  );

  const second = setInterval(
    () => {
      const now = clock();
      reception.tick(now);
      hub.emit('tick', now);
    },
    Math.min(1000, config.IDLE_TIMEOUT_SECONDS * 250),
  );
  const tidy = (): void => void features.tidy().catch(onError);
  const soon = setTimeout(tidy, MINUTE_MS); // one that is started often tidies up, too
  const hourly = setInterval(tidy, HOUR_MS);

  const renew =
    config.TLS === 'cert+key' && tls
      ? createRenewal({
          files: tls,
          use: server.useCertificate,
          renewed: ({ validTo }) => log.info({ validTo }, 'certificate renewed'),
          broken: (reason) => log.error(`${reason}. The certificate from before stays in use.`),
        })
      : undefined;
  const minutely = setInterval(() => {
    renew?.();
    gate.sweep();
  }, MINUTE_MS);

  const scheme = config.TLS === 'off' ? 'http' : 'https';
  const url = (config.PUBLIC_URL ?? `${scheme}://localhost:${server.port}`).replace(/\/$/, '');

  return {
    url,
    claimUrl: claim && `${url}/#claim=${claim}`,
    nearby:
      config.TLS === 'self-signed' && certificate
        ? networkAddresses(config.HOST).map((address) => ({
            url: `https://${address}:${server.port}`,
            named: names(certificate, address),
          }))
        : [],
    async stop() {
      clearInterval(second);
      clearTimeout(soon);
      clearInterval(hourly);
      clearInterval(minutely);
      stopping = true;
      server.stopListening();
      reception.shutDown();
      peerJs?.shutDown();
      await server.answered(LONGEST_ANSWER_MS);
      await store.close();
      server.close();
    },
  };
};
