import type { HttpAnswer, HttpRequest } from '../../socket/server.ts';
import type { Route } from '../route.ts';
import { textPageHeaders } from '../security-headers.ts';
import { openApi } from './openapi.ts';
import { docsPage } from './page.ts';
import { STYLE } from './style.ts';

const JSON_TYPE = 'application/json';
const HTML_TYPE = 'text/html; charset=utf-8';

/** Made when somebody asks for the first time, and kept. */
const once = (make: () => string): (() => string) => {
  let made: string | undefined;
  return () => {
    made ??= make();
    return made;
  };
};

/** The API's description: for programs at `/openapi.json` (3.1) and `/openapi-3.0.json`, for people at `/docs`. */
export const createDocs = (routes: readonly Route[]) => {
  const files: Readonly<Record<string, readonly [type: string, body: () => string]>> = {
    '/openapi.json': [JSON_TYPE, once(() => JSON.stringify(openApi(routes, '3.1')))],
    '/openapi-3.0.json': [JSON_TYPE, once(() => JSON.stringify(openApi(routes, '3.0')))],
    '/docs': [HTML_TYPE, once(() => docsPage(openApi(routes, '3.1')))],
  };

  return ({ method, path, secure }: HttpRequest): HttpAnswer | undefined => {
    const file = Object.hasOwn(files, path) && (method === 'GET' || method === 'HEAD') ? files[path] : undefined;
    if (!file) return undefined;
    const [type, body] = file;
    const headers = [...textPageHeaders(STYLE, secure), ['content-type', type], ['cache-control', 'no-cache']] as const;
    return { status: 200, headers, body: body() };
  };
};
