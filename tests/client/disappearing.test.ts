import { expect, test } from 'vitest';
import { type History, StoreError } from '#shared/client/ports.ts';
import { passing, quiet, until } from '#tests/fakes/until.ts';
import { createHouse, deliveries, summaryOf, texts } from './house.ts';

const HOUR = 3_600_000;

test('[DI1] [DI2] what one sets holds for both, and messages go from both sides and all contexts', async () => {
  const { pair, clock } = createHouse();
  const { ann, bo, talk } = await pair();
  ann.client.chat.open(talk);
  bo.client.chat.open(talk);
  await ann.client.chat.send(talk, 'stays');
  await ann.client.chat.act(talk, { type: 'timer', seconds: 3_600 });
  await passing(clock, () => summaryOf(bo, talk)?.timer === 3_600);
  await bo.client.chat.send(talk, 'from bo');
  await ann.client.chat.send(talk, 'from ann');
  await passing(clock, () => texts(bo).length === 4 && texts(ann).length === 4 && deliveries(bo).includes('delivered'));
  expect(summaryOf(ann, talk)?.unread).toBe(1);

  // Ann's own goes an hour after its tick; bo's is with her until she has read it.
  clock.advance(HOUR);
  await until(() => texts(ann).length === 3, 'its end');
  expect([...texts(ann)].sort()).toEqual(['from bo', 'stays', 'timer']);
  ann.client.chat.read(talk);
  await quiet();
  clock.advance(HOUR);
  await until(() => texts(ann).length === 2, 'the other end');
  bo.client.chat.read(talk);
  await quiet();
  clock.advance(HOUR);
  await until(() => texts(bo).length === 2, 'the end at bo');
});

test('[DI2] what should have gone while no context was there goes at the next start', async () => {
  const { pair, clock } = createHouse();
  const { ann, talk } = await pair();
  await ann.client.chat.act(talk, { type: 'timer', seconds: 3_600 });
  await ann.client.chat.send(talk, 'soon gone');
  await until(() => summaryOf(ann, talk)?.last?.kind === 'message');
  await quiet();
  ann.client.close();
  clock.advance(2 * HOUR);
  const later = ann.home.open();
  await until(() => summaryOf(later, talk)?.last?.kind === 'timer', 'its end');
});

test('[DI2] what could not go when its time had come goes as soon as it can', async () => {
  const { pair, clock } = createHouse();
  let refused = 0;
  let refuses = false;
  const { ann, talk } = await pair({
    ports: (ports) => ({
      ...ports,
      history: new Proxy(ports.history, {
        get: (history, name: keyof History) => {
          if (!refuses || name !== 'expire') return history[name];
          refused += 1;
          return () => Promise.reject(new StoreError('offline'));
        },
      }),
    }),
  });
  ann.client.chat.open(talk);
  await ann.client.chat.act(talk, { type: 'timer', seconds: 3_600 });
  await ann.client.chat.send(talk, 'soon gone');
  await until(() => deliveries(ann).includes('sent'));
  await quiet();
  refuses = true;
  clock.advance(HOUR);
  await until(() => refused > 0);
  await quiet();
  expect(texts(ann)).toEqual(['timer', 'soon gone']);
  refuses = false;
  await passing(clock, () => texts(ann).join() === 'timer');
  refuses = true;
  ann.client.close();
  const before = refused;
  clock.advance(HOUR);
  await quiet();
  expect(refused).toBe(before);
});
