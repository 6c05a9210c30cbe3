import { createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selfSigned } from '../../../relay/socket/certificate.ts';

const PATIENCE_MS = 8_000;

/** A push service that does not answer. */
export const NOBODY = 'localhost:1';

/** A push as the service got it. */
export interface TakenPush {
  readonly subscription: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Milliseconds, by this process. */
  readonly at: number;
}

/** How it answers the next push for a subscription; with status 0 not at all. */
export interface ServiceAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A push service on this machine (RFC 8030). It takes everything with 201 unless told otherwise. */
export interface PushServiceStand {
  readonly url: string;
  /** What the relay needs to send pushes here. */
  readonly environment: Readonly<Record<string, string>>;
  /** The same, and the known push services are here, too: whoever asks one of them asks this one. */
  readonly inPlaceOfAll: Readonly<Record<string, string>>;
  /** PEM: whoever sends pushes here has to believe it. */
  readonly certificate: string;
  readonly taken: readonly TakenPush[];
  /** The nth push for this subscription, counted from 0. */
  nth(subscription: string, n: number): Promise<TakenPush>;
  /** Answers the next pushes for this subscription so, one after the other. */
  answers(subscription: string, ...answers: readonly ServiceAnswer[]): void;
  close(): void;
}

/** Runs in the relay before anything else. */
const takesPlace = (host: string): string => `
  import https from 'node:https';
  import { syncBuiltinESMExports } from 'node:module';
  const { request } = https;
  https.request = (address, ...rest) => {
    const known = typeof address === 'string' && /googleapis|mozilla|apple/.test(address);
    return request(known ? 'https://${host}/' : address, ...rest);
  };
  syncBuiltinESMExports();
`;

export const startPushService = async (): Promise<PushServiceStand> => {
  const folder = mkdtempSync(join(tmpdir(), 'tincan-push-'));
  const { key, cert } = await selfSigned(folder, undefined, [], Date.now());
  const taken: TakenPush[] = [];
  const planned = new Map<string, ServiceAnswer[]>();
  const waiting = new Set<() => void>();

  const respond = (response: ServerResponse, status: number, headers: ServiceAnswer['headers']): void => {
    response.writeHead(status, { ...headers, ...(status === 201 ? { location: `/message/${taken.length}` } : {}) });
    response.end();
  };

  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const subscription = request.url?.replace('/push/', '') ?? '';
      taken.push({ subscription, headers: request.headers, body: Buffer.concat(chunks), at: Date.now() });
      const { status, headers = {} } = planned.get(subscription)?.shift() ?? { status: 201 };
      if (status > 0) respond(response, status, headers);
      for (const look of [...waiting]) look();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `localhost:${(server.address() as AddressInfo).port}`;

  const environment = {
    PUSH_SERVICES: `${host},${NOBODY}`,
    NODE_EXTRA_CA_CERTS: cert,
    VAPID_SUBJECT: 'mailto:ann@talk.example',
  };

  const find = (subscription: string, n: number): TakenPush | undefined =>
    taken.filter((push) => push.subscription === subscription)[n];

  return {
    url: `https://${host}`,
    environment,
    certificate: readFileSync(cert, 'utf8'),
    inPlaceOfAll: {
      ...environment,
      PUSH_SERVICES: host,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(takesPlace(host))}`,
    },
    taken,
    nth: (subscription, n) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const push = find(subscription, n);
          if (!push) return;
          waiting.delete(look);
          clearTimeout(patience);
          resolve(push);
        };
        const patience = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`there was no push ${n} among ${taken.length}`));
        }, PATIENCE_MS);
        waiting.add(look);
        look();
      }),
    answers: (subscription, ...answers) => void planned.set(subscription, [...answers]),
    close() {
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** What a push says of its sender (RFC 8292), where its signature is that of the key it names; throws where it is not. */
export const senderOf = ({ headers: { authorization = '' } }: TakenPush) => {
  const [, token = '', key = ''] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization) ?? [];
  const [header = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  const publicKey = createPublicKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
  });
  const signed = Buffer.from(`${header}.${claims}`);
  const raw = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
  if (!verify('sha256', signed, raw, Buffer.from(signature, 'base64url'))) throw new Error('not signed by its key');
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
  return { key, aud, exp: Number(exp), sub };
};
