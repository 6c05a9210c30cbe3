import { describe, expect, test } from 'vitest';
import type { RelaySocketEvents, StoredSession } from '#shared/client/ports.ts';
import { createLine } from '#shared/client/relay/line.ts';
import { failed, type Outcome } from '#shared/core/reason.ts';
import type { ClientFrame } from '#shared/protocol/client-frames.ts';
import type { RelayFrame } from '#shared/protocol/frames.ts';
import { createFakeClock } from '#tests/fakes/fake-clock.ts';
import { createFakeNet } from '#tests/fakes/fake-net.ts';
import { ann, annPhone, bo } from '#tests/fakes/ids.ts';
import { createModelRelay } from '#tests/fakes/model-relay.ts';
import { quiet, until } from '#tests/fakes/until.ts';

const session: StoredSession = {
  relay: 'https://relay.test',
  token: 'token',
  account: { uid: ann, login: 'ann', role: 'person' },
  device: annPhone,
};

const welcome = (resume: string): RelayFrame => ({
  type: 'welcome',
  endpoint: 'here',
  account: session.account,
  device: annPhone,
  server_time: 0,
  ice_servers: [],
  limits: { max_frame_bytes: 1_000, ring_seconds: 60, ping_seconds: 20 },
  resume,
});

/** A line whose relay is in the test's hand. */
const createScene = () => {
  const clock = createFakeClock();
  const { api } = createFakeNet(createModelRelay(clock));
  const sockets: { readonly ticket: string; readonly events: RelaySocketEvents; readonly sent: ClientFrame[] }[] = [];
  const said: string[] = [];
  let ticket: Outcome<string> = { ok: true, value: 'fresh' };
  let protocol = 1;
  const line = createLine({
    api: {
      ...api,
      ticket: async () => ticket,
      facts: async () => ({ ok: true, value: { protocol, version: '1', registration: 'open' } }),
    },
    openSocket: (_, given, events) => {
      const socket = { ticket: given, events, sent: [] as ClientFrame[] };
      sockets.push(socket);
      return { send: (frame) => void socket.sent.push(frame), close: () => undefined };
    },
    clock,
    onFrame: ({ type }) => void said.push(type),
    onClosed: (code) => void said.push(`closed ${code}`),
    onRefused: (reason) => void said.push(`refused ${reason}`),
  });

  const socket = (nth: number) => {
    const found = sockets[nth];
    if (!found) throw new Error(`No socket ${nth}`);
    return found;
  };
  return {
    clock,
    line,
    said,
    sockets,
    socket,
    setTicket: (now: Outcome<string>): void => {
      ticket = now;
    },
    setProtocol: (now: number): void => {
      protocol = now;
    },
    /** A socket that the relay has welcomed. */
    open: async (resume = 'resume') => {
      const nth = sockets.length;
      line.open(session);
      await until(() => sockets.length > nth);
      socket(nth).events.frame(welcome(resume));
      return socket(nth);
    },
  };
};

describe('the line', () => {
  test('[HE3] says nothing before hello, and then all that has waited', async () => {
    const { line, open } = createScene();
    const { sent } = await open();
    line.send({ type: 'ping' });
    void line.request({ type: 'contact', account: bo, act: 'accept' });
    expect(sent).toEqual([]);
    line.hello(7, true);
    line.hello(7, true);
    expect(sent).toMatchObject([{ type: 'hello', after: 7, active: true }, { type: 'ping' }, { type: 'contact' }]);
  });

  test('each request gets its own answer', async () => {
    const { line, open } = createScene();
    const { sent, events } = await open();
    line.hello(0, true);
    const first = line.request({ type: 'contact', account: bo, act: 'accept' });
    const second = line.request({ type: 'contact', account: bo, act: 'block' });
    const [, one, two] = sent.map((frame) => ('id' in frame ? frame.id : ''));
    events.frame({ type: 'error', id: two ?? '', error_code: 'rate_limited', detail: '', retry_after: 9 });
    events.frame({ type: 'ok', id: one ?? '' });
    expect(await first).toMatchObject({ ok: true });
    expect(await second).toEqual({ ...failed('rate_limited'), retryAfter: 9 });
  });

  test('without a socket, or with one that goes, a request is answered as offline', async () => {
    const { line, open } = createScene();
    expect(await line.request({ type: 'contact', account: bo, act: 'accept' })).toEqual(failed('offline'));
    const { events } = await open();
    const waiting = line.request({ type: 'contact', account: bo, act: 'accept' });
    events.closed(1006);
    expect(await waiting).toEqual(failed('offline'));
    expect(line.welcome()).toBeUndefined();
  });

  test('what a former socket still says is not heard', async () => {
    const { open, said } = createScene();
    const former = await open();
    await open();
    former.events.frame({ type: 'pong' });
    former.events.closed(1006);
    await quiet(3);
    expect(said).toEqual(['welcome', 'welcome']);
  });

  test('[HE2] a resume ticket is used once, and only while it is good', async () => {
    const { open, clock } = createScene();
    expect((await open('one')).ticket).toBe('fresh');
    expect((await open('two')).ticket).toBe('one');
    clock.advance(240_000);
    expect((await open('three')).ticket).toBe('fresh');
  });

  test('a resume ticket is not used by the next one who signs in here', async () => {
    const { line, open, sockets, socket } = createScene();
    await open('resume of ann');
    line.close();
    line.open({ ...session, token: 'another' });
    await until(() => sockets.length === 2);
    expect(socket(1).ticket).toBe('fresh');
  });

  test('a relay that has forgotten the resume ticket is asked for another at once', async () => {
    const { open, line, socket, sockets, said } = createScene();
    await open('forgotten');
    line.open(session);
    socket(1).events.closed(1006);
    await until(() => sockets.length === 3);
    expect(socket(2).ticket).toBe('fresh');
    expect(said).toEqual(['welcome']);
  });

  test('why there is no ticket is said', async () => {
    const { line, said, setTicket } = createScene();
    setTicket(failed('unauthorized'));
    line.open(session);
    await until(() => said.length === 1);
    expect(said).toEqual(['refused unauthorized']);
  });

  test.each([
    [1, 'refused offline'],
    [2, 'refused version-mismatch'],
  ])('[HE1] a socket that is refused by a relay of version %i is %s', async (version, says) => {
    const { line, said, socket, sockets, setProtocol } = createScene();
    setProtocol(version);
    line.open(session);
    await until(() => sockets.length === 1);
    socket(0).events.closed(1006);
    await until(() => said.length === 1);
    expect(said).toEqual([says]);
  });

  test('closed while a ticket is fetched, it opens nothing', async () => {
    const { line, sockets } = createScene();
    line.open(session);
    line.close();
    await quiet(3);
    expect(sockets).toEqual([]);
  });
});
