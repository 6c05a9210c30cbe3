import { afterEach, describe, expect, test, vi } from 'vitest';
import type { RelaySocket } from '#shared/client/ports.ts';
import { httpApi } from '#shared/client/relay/http-api.ts';
import { openWebSocket } from '#shared/client/relay/web-socket.ts';
import { broadcastWindows } from '#shared/client/windows/broadcast.ts';
import type { RelayFrame } from '#shared/protocol/frames.ts';
import { ann } from '#tests/fakes/ids.ts';

const RELAY = 'https://relay.test';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

interface Asked {
  readonly url: string;
  readonly init: RequestInit;
}

/** A relay that gives one answer to everything. */
const answering = (status: number, body: string): readonly Asked[] => {
  const asked: Asked[] = [];
  vi.stubGlobal('fetch', async (url: URL, init: RequestInit) => {
    asked.push({ url: String(url), init });
    return new Response(body, { status });
  });
  return asked;
};

const headersOf = (asked: readonly Asked[]) => new Headers(asked[0]?.init.headers);

describe('the HTTP API', () => {
  test.each([
    [429, '{"detail":"slow down","error_code":"rate_limited","retry_after":3}', 'rate_limited'],
    [401, '{"detail":"who?","error_code":"unauthorized"}', 'unauthorized'],
    [502, '<html>Bad gateway</html>', 'not_a_relay'],
    [200, '<html>Welcome to the hotel</html>', 'not_a_relay'],
    [200, '{"ticket":5}', 'not_a_relay'],
  ] as const)('an answer of %i %s is %s', async (status, body, reason) => {
    answering(status, body);
    expect(await httpApi().ticket(RELAY, 'token')).toEqual({ ok: false, reason });
  });

  test('what cannot be reached is offline, what is no address is no relay', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    expect(await httpApi().facts(RELAY)).toEqual({ ok: false, reason: 'offline' });
    expect(await httpApi().facts('no address')).toEqual({ ok: false, reason: 'not_a_relay' });
  });

  test('the token goes into a header, never into the address', async () => {
    const asked = answering(200, '{"ticket":"t","expires_in":30}');
    expect(await httpApi().ticket(RELAY, 'secret')).toEqual({ ok: true, value: 't' });
    expect(asked[0]?.url).toBe(`${RELAY}/api/ws-ticket`);
    expect(asked[0]?.init.method).toBe('POST');
    expect(headersOf(asked).get('authorization')).toBe('Bearer secret');
  });

  test('a person is looked for by login or, where it is one, by UID', async () => {
    const asked = answering(200, JSON.stringify({ people: [{ uid: ann, login: 'ann' }] }));
    expect(await httpApi().find(RELAY, 'token', ' Ann ')).toEqual({ ok: true, value: { uid: ann, login: 'ann' } });
    await httpApi().find(RELAY, 'token', ann.toUpperCase());
    expect(asked.map(({ url }) => url)).toEqual([`${RELAY}/api/people?login=ann`, `${RELAY}/api/people?uid=${ann}`]);
  });

  test('nobody found is a reason in words', async () => {
    answering(200, '{"people":[]}');
    expect(await httpApi().find(RELAY, 'token', 'nobody')).toEqual({ ok: false, reason: 'not_found' });
  });

  test('registering names the keys of the wire', async () => {
    const asked = answering(409, '{"detail":"taken","error_code":"login_taken"}');
    const device = { name: 'Phone', signing_key: '', prekey: { id: 1, key: '', signature: '' } };
    const request = { login: 'ann', password: 'x', accessKey: 'key', adminToken: 'token', device };
    expect(await httpApi().register(RELAY, request)).toEqual({ ok: false, reason: 'login_taken' });
    expect(JSON.parse(String(asked[0]?.init.body))).toEqual({
      login: 'ann',
      password: 'x',
      access_key: 'key',
      admin_token: 'token',
      device,
    });
  });

  test('sessions are listed, ended, and left', async () => {
    const session = { id: 's/1', device: ann, device_name: 'Phone', created_at: 1, last_used_at: 2, current: true };
    const asked = answering(200, JSON.stringify({ sessions: [session] }));
    expect(await httpApi().sessions(RELAY, 'token')).toEqual({ ok: true, value: [session] });
    expect(await httpApi().revoke(RELAY, 'token', 's/1')).toEqual({ ok: true, value: undefined });
    expect(await httpApi().signOut(RELAY, 'token')).toEqual({ ok: true, value: undefined });
    expect(asked.map(({ url, init }) => `${init.method} ${url.slice(RELAY.length)}`)).toEqual([
      'GET /api/sessions',
      'DELETE /api/sessions/s%2F1',
      'DELETE /api/sessions/current',
    ]);
  });
});

describe('the socket', () => {
  class FakeSocket extends EventTarget {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static last: FakeSocket;
    readyState = 0;
    readonly sent: string[] = [];
    readonly url: string;
    readonly protocols: readonly string[];
    constructor(url: URL, protocols: readonly string[]) {
      super();
      this.url = String(url);
      this.protocols = protocols;
      FakeSocket.last = this;
    }
    send(text: string): void {
      this.sent.push(text);
    }
    close(): void {
      this.readyState = 3;
    }
    say(data: unknown): void {
      this.dispatchEvent(new MessageEvent('message', { data }));
    }
  }

  const open = (
    relay = RELAY,
  ): { readonly socket: RelaySocket; readonly frames: RelayFrame[]; readonly codes: number[] } => {
    vi.stubGlobal('WebSocket', FakeSocket);
    const frames: RelayFrame[] = [];
    const codes: number[] = [];
    const socket = openWebSocket(relay, 'abc', {
      frame: (frame) => frames.push(frame),
      closed: (code) => codes.push(code),
    });
    return { socket, frames, codes };
  };

  test('[HE1] offers the version and the ticket as subprotocols', () => {
    open();
    expect(FakeSocket.last.protocols).toEqual(['tincan.v1', 'ticket.abc']);
    expect(FakeSocket.last.url).toBe('wss://relay.test/ws');
    open('http://localhost:9000');
    expect(FakeSocket.last.url).toBe('ws://localhost:9000/ws');
  });

  test('passes on what fits the schema, and drops what does not', () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const { frames } = open();
    for (const data of ['{"type":"pong"}', '{"type":"of another version"}', 'no JSON', new ArrayBuffer(2)])
      FakeSocket.last.say(data);
    expect(frames).toEqual([{ type: 'pong' }]);
    expect(warned).toHaveBeenCalledTimes(3);
  });

  test('sends nothing before it is open, and says the code with which it closed', () => {
    const { socket, codes } = open();
    socket.send({ type: 'ping' });
    FakeSocket.last.readyState = FakeSocket.OPEN;
    socket.send({ type: 'ping' });
    expect(FakeSocket.last.sent).toEqual(['{"type":"ping"}']);
    FakeSocket.last.dispatchEvent(Object.assign(new Event('close'), { code: 4012 }));
    expect(codes).toEqual([4012]);
  });

  test('what is closed while it opens is closed once it is open, and after a second at the latest', () => {
    vi.useFakeTimers();
    const opened = open();
    opened.socket.close();
    expect(FakeSocket.last.readyState).toBe(FakeSocket.CONNECTING);
    FakeSocket.last.readyState = FakeSocket.OPEN;
    FakeSocket.last.dispatchEvent(new Event('open'));
    expect(FakeSocket.last.readyState).toBe(3);

    const hanging = open();
    hanging.socket.close();
    vi.advanceTimersByTime(999);
    expect(FakeSocket.last.readyState).toBe(FakeSocket.CONNECTING);
    vi.advanceTimersByTime(1);
    expect(FakeSocket.last.readyState).toBe(3);
  });
});

describe('the windows of one device', () => {
  test('hear each other, not themselves, until they stop listening', async () => {
    const one = broadcastWindows();
    const other = broadcastWindows();
    const heardByOne: unknown[] = [];
    const heard = new Promise((resolve) => {
      const stop = other.listen((message) => {
        stop();
        resolve(message);
      });
    });
    one.listen((message) => heardByOne.push(message));
    one.post({ type: 'session-changed' });
    expect(await heard).toEqual({ type: 'session-changed' });
    expect(heardByOne).toEqual([]);
  });

  test('do by turns what only one may do', async () => {
    const asked: string[] = [];
    vi.stubGlobal('navigator', {
      locks: {
        request: async (name: string, work: () => Promise<void>) => {
          asked.push(name);
          await work();
        },
      },
    });
    let done = false;
    await broadcastWindows().exclusive('outbox', async () => {
      done = true;
    });
    expect(asked).toEqual(['tincan.outbox']);
    expect(done).toBe(true);
  });
});
