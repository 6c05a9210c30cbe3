import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createApi } from '../../relay/http/answer.ts';
import { createGate } from '../../relay/http/gate.ts';
import { nothing, route } from '../../relay/http/route.ts';
import { limitsAt } from '../../relay/hub/limits.ts';
import type { HttpRequest } from '../../relay/socket/server.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';
import { connect, request } from './test-client.ts';

let relay: RunningRelay;
beforeAll(async () => {
  relay = await startRelay({ environment: { LOG_LEVEL: 'info' } });
});
afterAll(() => relay.stop());

/** The line of the log that has this in it, as soon as it is there. */
const lineWith = (words: string): Promise<unknown> =>
  vi.waitFor(() => {
    const line = relay
      .output()
      .split('\n')
      .find((text) => text.includes(words));
    return JSON.parse(line ?? 'nothing');
  });

test.each([
  ['GET', '/api/nothing', undefined, 404, 'not_found'],
  ['POST', '/api/sessions', 'not json', 400, 'bad_request'],
  ['POST', '/api/accounts', 'x'.repeat(40_000), 413, 'too_large'],
  ['DELETE', '/health', undefined, 404, 'not_found'],
])('%s %s is refused with the id by which the log has it', async (method, path, body, status, code) => {
  const options = { method, ...(body === undefined ? {} : { body }) };
  const answers = [await request(relay.url, path, options), await request(relay.url, path, options)];
  const ids = answers.map(({ headers }) => headers.get('x-request-id') ?? 'none');
  expect(answers.map((answer) => answer.status)).toEqual([status, status]);
  expect(new Set(ids).size).toBe(2);
  for (const id of ids) expect(await lineWith(id)).toMatchObject({ request: id, method, code });
});

test('a file that is not there is answered with an id, what is answered well without', async () => {
  const missing = await request(relay.url, '/assets/nothing.js');
  expect(missing.status).toBeGreaterThanOrEqual(400);
  expect(missing.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
  expect((await request(relay.url, '/health')).headers.get('x-request-id')).toBeNull();
});

test('the line names the route, not what was asked for', async () => {
  const { headers } = await request(relay.url, '/api/blobs/a-secret-name?and=more', { token: 'tc_s_a-secret-token' });
  const line = await lineWith(headers.get('x-request-id') ?? 'none');
  expect(line).toMatchObject({ method: 'GET', path: '/api/blobs/:id', code: 'unauthorized' });
  for (const secret of ['a-secret', 'and=more']) expect(relay.output()).not.toContain(secret);
});

test('a socket that is refused has an id, and the line no whole address', async () => {
  await expect(connect(relay.url, 'no-ticket')).rejects.toThrow('401');
  expect(await lineWith('socket refused')).toMatchObject({
    request: expect.stringMatching(/^[\w-]{36}$/),
    ip: '127.0.0.0',
    reason: 'unauthorized',
  });
});

test('a fault is told with its request, and to the client without words of ours', async () => {
  const onError = vi.fn();
  const onRefused = vi.fn();
  const broken = route(
    { method: 'GET', path: '/api/broken', summary: 'Breaks', by: 'anyone', answers: nothing, refuses: [] },
    () => {
      throw new Error('a secret of ours');
    },
  );
  const gate = createGate(limitsAt(1), () => 0);
  const signedIn = () => Promise.reject();
  const api = createApi({ routes: [broken], gate, signedIn, isOurs: () => false, onRefused, onError });
  const asked = { id: 'a-request', method: 'GET', path: '/api/broken', query: '', authorization: '' } as HttpRequest;
  const answer = await api.answer(asked);
  expect(answer.status).toBe(500);
  expect(answer.body).not.toContain('secret');
  expect(onError).toHaveBeenCalledWith(expect.any(Error), asked);
  expect(onRefused).toHaveBeenCalledWith(asked, 'internal', broken);
});
