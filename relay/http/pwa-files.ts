import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { HttpAnswer, HttpRequest } from '../socket/server.ts';
import { securityHeaders } from './security-headers.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
  '.ogg': 'audio/ogg',
  '.txt': 'text/plain; charset=utf-8',
};

interface PwaFile {
  readonly type: string;
  readonly etag: string;
  readonly plain: Uint8Array;
  readonly brotli: Uint8Array | undefined;
  readonly gzip: Uint8Array | undefined;
}

export interface PwaFiles {
  readonly built: boolean;
  answer(request: HttpRequest): HttpAnswer;
}

const MISSING = 'Tincan is running, but its app has not been built: run "npm start".';

const sibling = (file: string): Uint8Array | undefined => (existsSync(file) ? readFileSync(file) : undefined);

const load = (folder: string): ReadonlyMap<string, PwaFile> => {
  const files = new Map<string, PwaFile>();
  if (!existsSync(join(folder, 'index.html'))) return files;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const extension = extname(entry.name);
    if (!entry.isFile() || extension === '.br' || extension === '.gz') continue;
    const file = join(entry.parentPath, entry.name);
    const plain = readFileSync(file);
    files.set(`/${relative(folder, file).split(sep).join('/')}`, {
      type: TYPES[extension] ?? 'application/octet-stream',
      etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
      plain,
      brotli: sibling(`${file}.br`),
      gzip: sibling(`${file}.gz`),
    });
  }
  return files;
};

const encoded = ({ plain, brotli, gzip }: PwaFile, accepted: string): readonly [Uint8Array, string] => {
  if (brotli && /\bbr\b/.test(accepted)) return [brotli, 'br'];
  if (gzip && /\bgzip\b/.test(accepted)) return [gzip, 'gzip'];
  return [plain, ''];
};

/** The built app, held in memory. Any address that is not a file shows the app, which has its own routes. */
export const createPwaFiles = (folder: string): PwaFiles => {
  const files = load(folder);
  const index = files.get('/index.html');

  const find = ({ path, accept }: HttpRequest): PwaFile | undefined => {
    const file = files.get(path);
    if (file) return file;
    const isNavigation = path === '/' || (accept.includes('text/html') && !path.startsWith('/assets/'));
    return isNavigation ? index : undefined;
  };

  return {
    built: index !== undefined,
    answer(request) {
      const security = securityHeaders(request.host, request.secure);
      const text = (status: number, body: string): HttpAnswer => ({
        status,
        headers: [...security, ['content-type', 'text/plain; charset=utf-8']],
        body,
      });
      if (request.method !== 'GET' && request.method !== 'HEAD') return text(405, 'GET or HEAD only');
      if (!index) return text(503, MISSING);
      const file = find(request);
      if (!file) return text(404, 'Not found');
      const caching = request.path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
      const headers = [
        ...security,
        ['cache-control', caching],
        ['etag', file.etag],
        ['vary', 'accept-encoding'],
      ] as const;
      if (request.ifNoneMatch.includes(file.etag)) return { status: 304, headers, body: '' };
      const [body, encoding] = encoded(file, request.acceptEncoding);
      const described = [...headers, ['content-type', file.type]] as const;
      return { status: 200, headers: encoding ? [...described, ['content-encoding', encoding]] : described, body };
    },
  };
};
