import { test } from 'vitest';
import type { Ports } from '#shared/client/ports.ts';
import type { ClientFrame } from '#shared/protocol/client-frames.ts';
import type { ErrorCode } from '#shared/protocol/errors.ts';
import { passing, quiet, until } from '#tests/fakes/until.ts';
import { createHouse } from '../house.ts';

/** A relay that refuses this client frames of one type, as long as it is `busy`. */
const refusing = (type: ClientFrame['type'], error_code: ErrorCode) => {
  const relay = { busy: true, refused: 0 };
  const ports = (ports: Ports): Ports => ({
    ...ports,
    openSocket: (address, ticket, events) => {
      const socket = ports.openSocket(address, ticket, events);
      const send = (frame: ClientFrame): void => {
        if (!relay.busy || frame.type !== type || !('id' in frame)) return socket.send(frame);
        relay.refused += 1;
        const { id } = frame;
        queueMicrotask(() => events.frame({ type: 'error', id, detail: '', error_code }));
      };
      return { ...socket, send };
    },
  });
  return { relay, ports };
};

test.each([
  ['devices', 'rate_limited'],
  ['device-list', 'unavailable'],
  ['device-list', 'disk_full'],
] as const)('a first device whose %s the relay does not take now (%s) asks again', async (type, reason) => {
  const { device, clock } = createHouse();
  const { relay, ports } = refusing(type, reason);
  const { client } = device().open({ ports });
  await until(() => client.state().session.state === 'signed-out');
  await client.account.create({ relay: 'https://relay.test', login: 'ann', password: 'correct horse battery' });
  await until(() => relay.refused > 0);
  await quiet();
  relay.busy = false;
  await passing(clock, () => client.state().identity.device === 'confirmed', 60_000);
});
