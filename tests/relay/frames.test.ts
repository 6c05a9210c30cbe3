import { createConnection } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningRelay, startRelay } from './start-relay.ts';
import { befriend, connect, devicesOf, envelopeFor, newPerson, online, sealed } from './test-client.ts';

let relay: RunningRelay;
beforeAll(async () => {
  relay = await startRelay();
});
afterAll(() => relay.stop());

describe('frames that are wrong', () => {
  test('[ER1] a frame that does not fit is answered with its id and the name of the field, and the socket stays', async () => {
    const ann = await newPerson(relay.url, 'ann');
    const wrong = await ann.ask({ type: 'contact', account: 'nobody', act: 'request' });
    expect(wrong).toMatchObject({
      type: 'error',
      error_code: 'bad_request',
      detail: expect.stringMatching(/^account: /),
    });
    expect(await ann.ask({ type: 'dance' as 'ping' })).toMatchObject({
      error_code: 'bad_request',
      detail: expect.stringMatching(/^type: /),
    });
    ann.sendText('{"type":"acknowledge","through":-1}');
    const noId = await ann.next('error');
    expect(noId).toMatchObject({ error_code: 'bad_request', detail: expect.stringMatching(/^through: /) });
    expect(noId.id).toBeUndefined();
    expect(await devicesOf(ann, ann.uid)).toHaveLength(1);
  });

  test('[ER1] a field too many is refused', async () => {
    const ann = await newPerson(relay.url, 'ann');
    expect(await ann.ask({ type: 'call-join', call: crypto.randomUUID(), from: 'me' })).toMatchObject({
      error_code: 'bad_request',
    });
  });

  test.each(['nonsense', '[]', '"text"', 'null', '7', '', '{"type":"ping"'])(
    '[ER2] %j closes the socket with 4002',
    async (text) => {
      const ann = await newPerson(relay.url, 'ann');
      ann.sendText(text);
      expect(await ann.closed).toBe(4002);
    },
  );

  test('[ER2] bytes close the socket with 4002', async () => {
    const ann = await newPerson(relay.url, 'ann');
    ann.sendText(Buffer.from('{"type":"ping"}'));
    expect(await ann.closed).toBe(4002);
  });

  test('[ER2] a frame over 64 KiB closes the socket, one just below does not', async () => {
    const ann = await newPerson(relay.url, 'ann');
    ann.sendText(`{"type":"ping"}${' '.repeat(65_000)}`);
    await ann.next('pong');
    ann.sendText(`{"type":"ping"}${' '.repeat(70_000)}`);
    await ann.closed;
  });
});

test('[HE3] connections that never become a socket are ended within seconds, and 300 of them are in nobody’s way', async () => {
  const beginnings = [
    '', // and nothing else
    'GET /health HTTP/1.1\r\nhost: x\r\nx: ',
    'POST /api/sessions HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{',
  ];
  const opened = Array.from({ length: 300 }, (_, at) => {
    const beginning = beginnings[at % beginnings.length] ?? '';
    const socket = createConnection(relay.port, '127.0.0.1').on('error', () => undefined);
    socket.resume().write(beginning);
    return { socket, beginning, gone: new Promise<void>((resolve) => socket.on('close', () => resolve())) };
  });
  const drip = setInterval(() => {
    for (const { socket, beginning } of opened) if (beginning !== '') socket.write('x');
  }, 1_000);
  const ann = await newPerson(relay.url, 'ann');
  expect(await devicesOf(ann, ann.uid)).toHaveLength(1);
  await Promise.all(opened.map(({ gone }) => gone));
  clearInterval(drip);
}, 30_000);

describe('too much', () => {
  test('[ER3] a request over its rate is refused with the time to wait, a frame without id is dropped', async () => {
    const strict = await startRelay({ environment: { RATE_LIMIT_SCALE: '0.05' } }); // three frames at once, then one a second
    const ann = await newPerson(strict.url, 'ann');
    ann.send({ type: 'ping' });
    ann.send({ type: 'ping' });
    ann.send({ type: 'ping' });
    const refused = await ann.ask({ type: 'devices', accounts: [ann.uid] });
    expect(refused).toMatchObject({ type: 'error', error_code: 'rate_limited', retry_after: expect.any(Number) });
    expect(ann.frames.filter(({ type }) => type === 'pong')).toHaveLength(2);
    for (let count = 0; count < 250; count++) ann.send({ type: 'ping' });
    expect(await ann.closed).toBe(4029);
    await strict.stop();
  });

  test('[ER3] all sockets of an account have one rate together, and other people their own', async () => {
    // One frame at once, for a socket as for an account, and for the account the next one eight seconds later.
    const environment = { RATE_LIMIT_SCALE: '0.002', REGISTRATIONS_PER_HOUR: '1000' };
    const strict = await startRelay({ environment });
    const ann = await newPerson(strict.url, 'ann');
    const second = await connect(strict.url, ann.welcome.resume);
    const refused = await second.ask({ type: 'hello', after: 0, active: true });
    expect(refused).toMatchObject({ type: 'error', error_code: 'rate_limited', retry_after: expect.any(Number) });
    await newPerson(strict.url, 'bo');
    await strict.stop();
  });

  test('[ER4] a reader that leaves more than 1 MiB unread is closed with 4008, and resumes without loss', async () => {
    const ann = await newPerson(relay.url, 'ann');
    const bo = await newPerson(relay.url, 'bo');
    await befriend(ann, bo);
    bo.pause();
    const call = crypto.randomUUID();
    // Mail is given out no faster than it is read; signals are not, and system buffers take several MiB of them.
    const first = await ann.ask({ type: 'send', envelope: await envelopeFor(ann, bo.uid, 'before') });
    expect(first).toMatchObject({ type: 'sent' });
    bo.send({ type: 'call-ringing', call });
    await ann.ask({ type: 'call-invite', call, callee: bo.uid, media: 'audio' });
    bo.send({ type: 'call-ringing', call });
    await ann.next('call', ({ record }) => record.state === 'ringing');
    const box = { ...sealed(), ciphertext: 'A'.repeat(47_996) };
    for (let count = 0; count < 400; count++) ann.send({ type: 'candidate', to: bo.endpoint, call, box });
    await ann.next('error', ({ error_code }) => error_code === 'endpoint_gone');
    bo.resume();
    expect(await bo.closed).toBe(4008);
    const again = await online(relay.url, bo.session);
    expect((await again.next('deliver')).items[0]).toMatchObject({ kind: 'envelope', seq: 1 });
  });
});
