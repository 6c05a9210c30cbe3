import { describe, expect, test } from 'vitest';
import { createSignalDesk } from '#shared/client/calls/signal-desk.ts';
import type { DeviceSecrets, History, Sealer } from '#shared/client/ports.ts';
import type { Line } from '#shared/client/relay/line.ts';
import type { DeviceKeys } from '#shared/protocol/account.ts';
import type { CallParty } from '#shared/protocol/call.ts';
import type { ClientFrame } from '#shared/protocol/client-frames.ts';
import type { Box } from '#shared/protocol/envelope.ts';
import type { RelayedSignal } from '#shared/protocol/frames.ts';
import { createFakeClock } from '#tests/fakes/fake-clock.ts';
import { ann, annPhone, bo, boLaptop, boPhone, uuid } from '#tests/fakes/ids.ts';
import { plainSealer } from '#tests/fakes/plain-sealer.ts';
import { passing, quiet, until } from '#tests/fakes/until.ts';
import { createHouse } from './house.ts';

const CALL = uuid(0xca11);
const peer: CallParty = { account: bo, device: boPhone, endpoint: 'there' };
const keys = { account: bo, device: boPhone, signing_key: '', prekey: { id: 1, key: '', signature: '' } };
const from = { account: bo, device: boPhone };
const to = { account: ann, device: annPhone };
const secrets = (await plainSealer.newDevice('phone')).secrets;

const readBox = (box: Box): { plaintext: number[] } => JSON.parse(Buffer.from(box.ciphertext, 'base64').toString());
const payloadIn = (frame: ClientFrame): unknown =>
  'box' in frame ? JSON.parse(Buffer.from(readBox(frame.box).plaintext).toString()) : undefined;

/** A desk with a line that is up or down, and a sealer that may be slow. */
const createDesk = (change: Partial<Sealer> = {}, remembered: readonly DeviceKeys[] = [keys]) => {
  const clock = createFakeClock();
  const sent: ClientFrame[] = [];
  let up = true;
  let reads = 0;
  const line = {
    welcome: () => (up ? { endpoint: 'here', iceServers: [] } : undefined),
    send: (frame: ClientFrame) => void sent.push(frame),
  } as unknown as Line;
  const history = {
    secrets: async (): Promise<DeviceSecrets> => {
      reads += 1;
      return secrets;
    },
  } as unknown as History;
  const desk = createSignalDesk({
    clock,
    history,
    line,
    directory: {
      of: async (_, fresh) => ({ ok: true, value: fresh ? [keys] : remembered }),
    },
    sealer: async () => ({ ...plainSealer, ...change }),
    session: () => ({ relay: '', token: '', account: { uid: ann, login: 'ann', role: 'person' }, device: annPhone }),
  });
  const setUp = (now: boolean): void => {
    up = now;
  };
  return { desk, sent, clock, reads: () => reads, setUp };
};

const signal = async (payload: unknown, call = CALL, subject = call, device = from.device): Promise<RelayedSignal> => {
  const plaintext = new TextEncoder().encode(JSON.stringify(payload));
  const context = { purpose: 'signal', subject, from: { ...from, device }, to } as const;
  const box = await plainSealer.seal(plaintext, keys, secrets, context);
  return { type: 'candidate', from: 'there', to: 'here', call, box };
};

describe('signals over the relay', () => {
  test('[SG1] leave sealed, in the order in which they were given, although sealing takes its time', async () => {
    let first = true;
    const { desk, sent, reads } = createDesk({
      seal: async (...given) => {
        if (first) await quiet(20);
        first = false;
        return plainSealer.seal(...given);
      },
    });
    const line = desk.connect(CALL, peer, () => undefined);
    for (const n of [1, 2, 3]) line.send('candidate', n);
    await until(() => sent.length === 3);
    expect(sent.map(payloadIn)).toEqual([1, 2, 3]);
    expect(sent).toMatchObject([{ to: 'there' }, { to: 'there' }, { to: 'there' }]);
    expect(reads()).toBe(1);
  });

  test('reach a device on which the other side has only just signed in', async () => {
    const { desk, sent } = createDesk({}, [{ ...keys, device: uuid(0x0dd) }]);
    const heard: unknown[] = [];
    const line = desk.connect(CALL, peer, (_, payload) => heard.push(payload));
    line.send('offer', 'for the new device');
    await until(() => sent.length === 1);
    desk.hear(await signal('from the new device'));
    await until(() => heard.length === 1);
  });

  test('wait while the relay is away, and then go to where the other side is', async () => {
    const { desk, sent, setUp } = createDesk();
    const line = desk.connect(CALL, peer, () => undefined);
    setUp(false);
    line.send('offer', 'first');
    line.send('candidate', 'second');
    await quiet();
    expect(sent).toEqual([]);
    setUp(true);
    line.address({ ...peer, endpoint: 'elsewhere' });
    await until(() => sent.length === 2);
    expect(sent).toMatchObject([
      { type: 'offer', to: 'elsewhere' },
      { type: 'candidate', to: 'elsewhere' },
    ]);
    setUp(false);
    line.send('candidate', 'third');
    setUp(true);
    line.resume();
    await until(() => sent.length === 3);
  });

  test('[CA16] go to the device that the call was moved to, and are heard from that one alone', async () => {
    const laptop = { ...keys, device: boLaptop };
    const sealedFor: unknown[] = [];
    const { desk, sent } = createDesk(
      {
        seal: async (plaintext, to, own, context) => {
          sealedFor.push(to.device);
          return plainSealer.seal(plaintext, to, own, context);
        },
      },
      [keys, laptop],
    );
    const heard: unknown[] = [];
    const line = desk.connect(CALL, peer, (_, payload) => heard.push(payload));
    line.send('offer', 'for the phone');
    await until(() => sent.length === 1);
    line.address({ ...peer, device: boLaptop, endpoint: 'laptop' });
    line.send('offer', 'for the laptop');
    await until(() => sent.length === 2);
    expect(sealedFor).toEqual([boPhone, boLaptop]);
    expect(sent[1]).toMatchObject({ to: 'laptop' });
    desk.hear(await signal('from the phone'));
    desk.hear({ ...(await signal('from the laptop', CALL, CALL, boLaptop)), from: 'laptop' });
    await until(() => heard.length === 1);
    expect(heard).toEqual(['from the laptop']);
  });

  test('[R4] that come before their call is known are kept for it, in order', async () => {
    const { desk } = createDesk();
    for (const n of [1, 2]) desk.hear(await signal(n));
    desk.hear(await signal('of another call', uuid(0xca12)));
    const heard: unknown[] = [];
    desk.connect(CALL, peer, (_, payload) => heard.push(payload));
    desk.hear(await signal(3));
    await until(() => heard.length === 3);
    expect(heard).toEqual([1, 2, 3]);
  });

  test('[R4] nobody wants those of a minute ago', async () => {
    const { desk, clock } = createDesk();
    desk.hear(await signal('old'));
    clock.advance(60_000);
    desk.hear(await signal('new'));
    const heard: unknown[] = [];
    desk.connect(CALL, peer, (_, payload) => heard.push(payload));
    await until(() => heard.length > 0);
    expect(heard).toEqual(['new']);
  });

  test('what was not sealed by the other side for this call is not heard', async () => {
    const { desk } = createDesk();
    const heard: unknown[] = [];
    desk.connect(CALL, peer, (_, payload) => heard.push(payload));
    desk.hear(await signal('moved here', CALL, uuid(0xca12)));
    desk.hear(await signal('true'));
    await until(() => heard.length > 0);
    expect(heard).toEqual(['true']);
  });

  test('a key that this device has renewed meanwhile is found', async () => {
    let opened = 0;
    const { desk, reads } = createDesk({
      open: async (...given) => {
        opened += 1;
        return opened === 1 ? { ok: false, reason: 'unsealable' } : plainSealer.open(...given);
      },
    });
    const heard: unknown[] = [];
    desk.connect(CALL, peer, (_, payload) => heard.push(payload));
    desk.hear(await signal('for the new key'));
    await until(() => heard.length === 1);
    expect(reads()).toBe(2);
  });

  test('after the call nothing is sent or heard', async () => {
    const { desk, sent } = createDesk();
    const heard: unknown[] = [];
    const line = desk.connect(CALL, peer, (_, payload) => heard.push(payload));
    line.send('candidate', 1);
    line.close();
    desk.hear(await signal('late'));
    await quiet();
    expect(sent).toEqual([]);
    expect(heard).toEqual([]);
  });
});

test('[R20] [R31] the path of a call that rings is made although the relay went while it was offered', async () => {
  const { pair, clock } = createHouse();
  const sealing = Promise.withResolvers<void>();
  let held = 0;
  let drop = (): void => {};
  const { ann, bo } = await pair({
    ports: (ports) => ({
      ...ports,
      sealer: async () => ({
        ...plainSealer,
        seal: async (...given) => {
          if (given[3].purpose === 'signal') {
            held += 1;
            await sealing.promise;
          }
          return plainSealer.seal(...given);
        },
      }),
      openSocket: (relay, ticket, events) => {
        const socket = ports.openSocket(relay, ticket, events);
        drop = () => {
          socket.close();
          events.closed(1006);
        };
        return socket;
      },
    }),
  });
  bo.client.setVisible(true);
  ann.client.call.start(bo.uid, 'audio');
  await until(() => held > 0, 'the offer');
  drop();
  await until(() => ann.client.state().link.state === 'backing-off', 'the lost relay');
  sealing.resolve();
  await quiet();
  const isMade = () => {
    const { call } = ann.client.state();
    return call.phase === 'outgoing' && call.warm.some(({ connected }) => connected);
  };
  expect(await passing(clock, isMade, 10_000)).toBeLessThan(10_000);
});
