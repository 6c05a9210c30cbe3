import { describe, expect, test } from 'vitest';
import type { Ports } from '#shared/client/ports.ts';
import { FIRST_ONE_TIME_ID } from '#shared/protocol/account.ts';
import { directConversation } from '#shared/protocol/conversation.ts';
import type { ModelRelay } from '#tests/fakes/model-relay.ts';
import { createMortal, type Mortal } from '#tests/fakes/mortal.ts';
import { passing, quiet, until } from '#tests/fakes/until.ts';
import { createHouse, deliveries, texts } from './house.ts';

/** Of all boxes that the relay took. */
const oneTimeKeysOf = ({ accepted }: ModelRelay): readonly number[] =>
  accepted.flatMap(({ sealed }) => sealed.map(({ box }) => box.prekey)).filter((prekey) => prekey >= FIRST_ONE_TIME_ID);

const born = () => {
  const made: Mortal[] = [];
  const ports = (given: Ports): Ports => {
    const mortal = createMortal(given);
    made.push(mortal);
    return mortal.ports;
  };
  return {
    ports,
    mortal: (): Mortal => {
      const [mortal] = made;
      if (!mortal) throw new Error('Not born');
      return mortal;
    },
  };
};

/** Runs the scene for every step at which a context can die, until one lives to the end. Answers how many deaths there were. */
const everyDeath = async (scene: (step: number, when: 'before' | 'after') => Promise<boolean>): Promise<number> => {
  for (let step = 1; ; step += 1) {
    const died = [await scene(step, 'before'), await scene(step, 'after')];
    if (!died.includes(true)) return step - 1;
  }
};

describe('killed between any two steps', () => {
  test('[MB1] [MB3] [PK4] a sender loses nothing, sends nothing twice and uses no one-time key twice', async () => {
    const deaths = await everyDeath(async (step, when) => {
      const { pair, person, relay, clock } = createHouse();
      const life = born();
      const { bo } = await pair();
      const ann = await person('ann', { ports: life.ports });
      const { client } = ann;
      const [talk] = [...bo.client.state().roster.contacts.keys()].map((uid) => [uid, bo.uid].sort().join(':'));
      const conversation = `direct:${talk}`;
      bo.client.chat.open(conversation);

      life.mortal().arm(step, when);
      let promised = 0;
      const write = async (): Promise<void> => {
        for (const text of ['one', 'two']) {
          const outcome = await client.chat.send(conversation, text);
          if (outcome.ok) promised += 1;
        }
      };
      void write();
      await quiet(60);
      const died = life.mortal().isDead();

      const again = ann.home.open();
      again.client.chat.open(conversation);
      await passing(clock, () => again.client.state().link.state === 'online');
      await quiet(60);
      const seen = texts(bo);
      expect(['', 'one', 'one,two'], `killed ${when} step ${step}`).toContain(seen.join());
      expect(seen.length).toBeGreaterThanOrEqual(promised);
      expect(texts(again)).toEqual(seen);
      expect(deliveries(again).every((state) => state === 'sent')).toBe(true);
      expect(relay.accepted).toHaveLength(seen.length);
      const used = oneTimeKeysOf(relay);
      expect(new Set(used).size).toBe(used.length);
      if (!died) expect(used).not.toEqual([]);
      return died;
    });
    expect(deaths).toBeGreaterThan(15);
  }, 120_000);

  test('[CO7] what is done to a message is lost nowhere, once it has been promised', async () => {
    const deaths = await everyDeath(async (step, when) => {
      const { pair, person, clock } = createHouse();
      const life = born();
      const { bo } = await pair();
      const ann = await person('ann', { ports: life.ports });
      const [uid = ''] = bo.client.state().roster.contacts.keys();
      const talk = directConversation(uid, bo.uid);
      bo.client.chat.open(talk);
      ann.client.chat.open(talk);
      await ann.client.chat.send(talk, 'helo');
      await until(() => deliveries(ann)[0] !== 'queued' && texts(bo).length === 1);
      const id = ann.client.state().chat.open?.items[0]?.id ?? '';

      life.mortal().arm(step, when);
      let promised = false;
      const edit = async (): Promise<void> => {
        const target = { author: uid, id };
        promised = (await ann.client.chat.act(talk, { type: 'edit', target, text: 'hello' })).ok;
      };
      void edit();
      await quiet(60);
      const died = life.mortal().isDead();

      const again = ann.home.open();
      again.client.chat.open(talk);
      await passing(clock, () => again.client.state().link.state === 'online');
      await quiet(60);
      expect(promised ? ['hello'] : ['helo', 'hello'], `killed ${when} step ${step}`).toContain(texts(bo).join());
      expect(texts(again)).toEqual(texts(bo));
      expect(await again.client.chat.message({ author: uid, id })).not.toHaveProperty('unsent');
      return died;
    });
    expect(deaths).toBeGreaterThan(5);
  }, 120_000);

  test('[MB4] [MB5] [PK5] a recipient loses nothing, shows nothing twice and keeps no key that has opened something', async () => {
    const deaths = await everyDeath(async (step, when) => {
      const { pair, person, relay, clock } = createHouse();
      const life = born();
      const { ann, talk } = await pair();
      const bo = await person('bo', { ports: life.ports });
      life.mortal().arm(step, when);
      ann.client.chat.open(talk);
      for (const text of ['one', 'too', 'three']) await ann.client.chat.send(talk, text);
      await until(() => texts(ann).length === 3);
      const target = { author: ann.uid, id: ann.client.state().chat.open?.items[1]?.id ?? '' };
      await ann.client.chat.act(talk, { type: 'edit', target, text: 'two' });
      await until(() => relay.accepted.filter(({ to }) => to === bo.uid).length >= 4);
      await quiet(60);
      const died = life.mortal().isDead();

      const again = bo.home.open();
      again.client.chat.open(talk);
      await passing(clock, () => again.client.state().link.state === 'online');
      await until(
        () => texts(again).includes('two') && texts(again).length >= 3,
        `killed ${when} step ${step}: the messages`,
      );
      await quiet(30);
      expect(texts(again)).toEqual(['one', 'two', 'three']);
      expect(again.client.state().notices).toEqual([]);
      const { session } = again.client.state();
      const device = session.state === 'signed-in' ? session.device : '';
      await until(() => relay.mailbox(device).length === 0, 'an empty mailbox');
      for (const id of oneTimeKeysOf(relay)) expect(await bo.home.history().oneTimeKey(id)).toBeUndefined();
      return died;
    });
    expect(deaths).toBeGreaterThan(10);
  }, 120_000);
});
