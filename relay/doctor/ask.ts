import { type IncomingHttpHeaders, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';

const PATIENCE_MS = 8_000;
/** More of a page than anybody looks at here. */
const MOST_BYTES = 64 * 1024;

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Until its head had come. */
  readonly ms: number;
}

/** One request by a stranger who believes any certificate: that is looked at by itself. Rejects where nothing answers. */
export const ask = (url: URL, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const asked = performance.now();
    const request = url.protocol === 'https:' ? overHttps : overHttp;
    const question = request(url, { headers, rejectUnauthorized: false, signal: AbortSignal.timeout(PATIENCE_MS) });
    question.on('error', reject);
    question.on('upgrade', ({ headers: said }, socket) => {
      socket.destroy();
      resolve({ status: 101, headers: said, body: '', ms: performance.now() - asked });
    });
    question.on('response', (response) => {
      const ms = performance.now() - asked;
      let body = '';
      response.setEncoding('utf8');
      const end = (): void => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body, ms });
        question.destroy();
      };
      response.on('data', (chunk: string) => {
        body += chunk;
        if (body.length > MOST_BYTES) end();
      });
      response.on('end', end);
    });
    question.end();
  });

/** The field of a JSON object; '' where there is none. */
export const fieldOf = ({ body }: Answer, name: string): string => {
  try {
    const value: unknown = (JSON.parse(body) as Readonly<Record<string, unknown>> | null)?.[name];
    return typeof value === 'string' ? value : '';
  } catch {
    return '';
  }
};
