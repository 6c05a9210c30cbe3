import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningRelay, startRelay } from './start-relay.ts';
import { befriend, connect, newLogin, newPerson, online, register, request, say, ticketFor } from './test-client.ts';

let relay: RunningRelay;
beforeAll(async () => {
  relay = await startRelay({ environment: { IDLE_TIMEOUT_SECONDS: '8' } });
});
afterAll(() => relay.stop());

const newTicket = async (): Promise<string> => ticketFor(relay.url, (await register(relay.url, newLogin('ann'))).token);

describe('hello', () => {
  test('[HE1] any other version is refused before the upgrade', async () => {
    const ticket = await newTicket();
    for (const protocols of [[`ticket.${ticket}`], ['tincan.v2', `ticket.${ticket}`], ['tincan.v1']]) {
      await expect(connect(relay.url, ticket, { protocols })).rejects.toThrow('Unexpected server response: 400');
    }
    await connect(relay.url, ticket, { protocols: ['tincan.v9', `ticket.${ticket}`, 'tincan.v1'] });
  });

  test('[HE2] welcome comes at once and brings a resume ticket for the same device, good once', async () => {
    const session = await register(relay.url, newLogin('ann'));
    const socket = await connect(relay.url, await ticketFor(relay.url, session.token));
    const welcome = await socket.next('welcome');
    expect(welcome).toMatchObject({
      account: session.account,
      device: session.device,
      limits: { max_frame_bytes: 65_536, ring_seconds: 60, ping_seconds: 20 },
    });
    const again = await connect(relay.url, welcome.resume);
    expect(await again.next('welcome')).toMatchObject({ device: session.device });
    await expect(connect(relay.url, welcome.resume)).rejects.toThrow('Unexpected server response: 401');
  });

  test('[HE3] a first frame that is not hello is refused, and hello may still follow', async () => {
    const socket = await connect(relay.url, await newTicket());
    socket.send({ type: 'ping' });
    expect(await socket.next('error')).toMatchObject({ error_code: 'bad_request' });
    const early = await socket.ask({ type: 'call-end', call: crypto.randomUUID() });
    expect(early).toMatchObject({ type: 'error', error_code: 'bad_request' });
    expect(await socket.ask({ type: 'hello', after: 0, active: true })).toMatchObject({ type: 'ok' });
    expect(await socket.ask({ type: 'hello', after: 0, active: true })).toMatchObject({ error_code: 'bad_request' });
  });

  test('[HE3] without hello within 5 s the socket closes with 4002', async () => {
    const socket = await connect(relay.url, await newTicket());
    const began = performance.now();
    expect(await socket.closed).toBe(4002);
    expect(performance.now() - began).toBeGreaterThan(4_900);
  });

  test('[HE4] after hello come roster, presence, calls and mailbox, in this order', async () => {
    const ann = await newPerson(relay.url, 'ann');
    const bo = await newPerson(relay.url, 'bo');
    await befriend(ann, bo);
    bo.close();
    await bo.closed;
    await say(ann, bo.uid);
    await ann.ask({ type: 'call-invite', call: crypto.randomUUID(), callee: bo.uid, media: 'audio' });

    const socket = await connect(relay.url, await ticketFor(relay.url, bo.session.token));
    socket.send({ type: 'hello', id: 'h', after: 0, active: true });
    await socket.ask({ type: 'devices', accounts: [bo.uid] }); // sent before the answer to hello, answered after it
    await socket.next('deliver').then((frame) => socket.frames.push(frame));
    const order = socket.frames.map(({ type }) => type);
    expect(order.slice(0, 5)).toEqual(['welcome', 'ok', 'roster', 'presence', 'call']);
    expect(order).toContain('deliver');
    expect(await socket.next('roster')).toMatchObject({ contacts: [{ account: ann.uid, relation: 'contact' }] });
    expect(await socket.next('presence')).toMatchObject({ people: [{ account: ann.uid, status: 'online' }] });
    expect(await socket.next('call')).toMatchObject({ record: { state: 'proposed', callee: bo.uid } });
  });

  test('[HE5] ping is answered by pong', async () => {
    const ann = await newPerson(relay.url, 'ann');
    ann.send({ type: 'ping' });
    await ann.next('pong');
  });

  test('[HE5] a silent socket is closed, one that pings is not', async () => {
    const [silent, lively] = [await newPerson(relay.url, 'ann'), await newPerson(relay.url, 'bo')];
    const pinging = setInterval(() => lively.send({ type: 'ping' }), 1_000);
    await silent.closed;
    expect(await lively.ask({ type: 'devices', accounts: [lively.uid] })).toMatchObject({ type: 'devices' });
    clearInterval(pinging);
  });

  test('[HE6] before it ends the relay says bye and closes with 4012, and what was ticked is there again', async () => {
    const other = await startRelay();
    const ann = await newPerson(other.url, 'ann');
    const bo = await newPerson(other.url, 'bo');
    await befriend(ann, bo);
    expect(await say(ann, bo.uid)).toMatchObject({ type: 'sent' });
    const ended = other.end();
    expect(await ann.next('bye')).toMatchObject({ retry_after: expect.any(Number) });
    expect(await ann.closed).toBe(4012);
    expect(await ended).toBe(0);
    await other.start();
    const again = await online(other.url, bo.session);
    expect((await again.next('deliver')).items).toHaveLength(1);
    expect((await request(other.url, '/health')).body).toEqual({ status: 'ok' });
    await other.stop();
  });
});
