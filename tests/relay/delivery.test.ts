import { expect, test } from 'vitest';
import { quiet } from '#tests/fakes/until.ts';
import { createDelivery } from '../../relay/features/mailbox/delivery.ts';
import type { Endpoint } from '../../relay/hub/endpoint.ts';
import type { Hub } from '../../relay/hub/hub.ts';
import type { Device } from '../../relay/hub/people.ts';
import type { Mail, MailPage, Store } from '../../relay/store/store.ts';

/** A mailbox, and one endpoint whose written places are seen. Pages are answered when the test says so. */
const scene = () => {
  const mails: Mail[] = [];
  const written: number[] = [];
  const answers: (() => void)[] = [];
  const hub = {
    write: (_: Endpoint, text: string) =>
      written.push(...(JSON.parse(text) as { items: Mail[] }).items.map(({ seq }) => seq)),
  } as unknown as Hub;
  const store = {
    readMail: (_: number, after: number) => {
      const items = mails.filter(({ seq }) => seq > after);
      const page: MailPage = { items, more: false, last: mails.length };
      return new Promise<MailPage>((resolve) => answers.push(() => resolve(page)));
    },
  } as unknown as Store;
  const endpoint = { phase: 'ready', mail: 'off', position: 0, socket: { getBufferedAmount: () => 0 } } as Endpoint;
  const device = { person: { endpoints: [endpoint] }, delivered: 0 } as unknown as Device;
  Object.assign(endpoint, { device });
  const delivery = createDelivery(hub, store, (error) => {
    throw error;
  });
  return {
    delivery,
    endpoint,
    written,
    stored: (): number => mails.push({ seq: mails.length + 1, at: 0, kind: 'envelope', body: '{}' }),
    /** The relay hears of a place that has been stored. */
    heard: (seq: number) => delivery.arrived(device, seq, 0, 'envelope', '{}'),
    answer: () => answers.shift()?.(),
  };
};

test('[MB2] what the commit stores that answers a page comes behind that page', async () => {
  const { delivery, endpoint, written, stored, heard, answer } = scene();
  stored();
  delivery.start(endpoint, 0);
  stored();
  answer();
  heard(2); // in the same turn, before whoever waits for the page
  await quiet();
  answer();
  await quiet();
  expect(written).toEqual([1, 2]);
  expect(endpoint.mail).toBe('live');
});

test('[MB5] also where the client claims to have more than was ever sent', async () => {
  const { delivery, endpoint, written, stored, heard, answer } = scene();
  stored();
  delivery.start(endpoint, 1000);
  stored();
  answer();
  heard(2);
  await quiet();
  answer();
  await quiet();
  stored();
  heard(3);
  await quiet();
  expect(written).toEqual([2, 3]);
});

test('[MB2] a place that is heard of too early waits for the one before it', async () => {
  const { delivery, endpoint, written, stored, heard, answer } = scene();
  delivery.start(endpoint, 0);
  answer();
  await quiet();
  stored();
  stored();
  heard(2);
  heard(1);
  answer();
  await quiet();
  stored();
  heard(3);
  await quiet();
  expect(written).toEqual([1, 2, 3]);
});
