import { describe, expect, test } from 'vitest';
import { type History, StoreError } from '#shared/client/ports.ts';
import type { Message } from '#shared/core/chat/timeline.ts';
import { otherPerson } from '#shared/protocol/conversation.ts';
import { passing, quiet, until } from '#tests/fakes/until.ts';
import { type Context, createHouse, deliveries, texts } from './house.ts';

const messages = ({ client }: Pick<Context, 'client'>): readonly Message[] =>
  client.state().chat.open?.items.filter((item) => item.kind === 'message') ?? [];
const ref = ({ author, id }: Message) => ({ author, id });

/** Ann has written to Bo, on whose screen it is. */
const begun = async () => {
  const house = createHouse();
  const { ann, bo, talk } = await house.pair();
  for (const { client } of [ann, bo]) client.chat.open(talk);
  await ann.client.chat.send(talk, 'helo');
  await until(() => texts(bo).length === 1 && deliveries(ann)[0] !== 'queued');
  const first = messages(ann)[0];
  if (!first) throw new Error('Nothing was sent');
  return { ...house, ann, bo, talk, first: ref(first) };
};

describe('a conversation', () => {
  test('a reply names the message it answers, and each side finds that', async () => {
    const { ann, bo, talk, first } = await begun();
    await bo.client.chat.send(talk, 'hello yourself', { reply: first });
    await until(() => texts(ann).length === 2);
    expect(messages(ann)[1]?.reply).toEqual(first);
    expect(await ann.client.chat.message(first)).toMatchObject({ text: 'helo' });
    expect(await bo.client.chat.message({ ...first, author: bo.uid })).toBeUndefined();
  });

  test('[CO7] an edit, a reaction and a deletion show on both sides', async () => {
    const { ann, bo, talk, first } = await begun();
    expect(await ann.client.chat.act(talk, { type: 'edit', target: first, text: 'hello' })).toMatchObject({ ok: true });
    await until(() => texts(ann).join() === 'hello' && texts(bo).join() === 'hello');
    expect(messages(bo)[0]).toMatchObject({ edited: true });

    await bo.client.chat.act(talk, { type: 'reaction', target: first, emoji: '👍' });
    await until(() => messages(ann)[0]?.reactions?.[bo.uid] === '👍');
    expect(messages(bo)[0]?.reactions).toEqual({ [bo.uid]: '👍' });

    await ann.client.chat.act(talk, { type: 'delete', target: first });
    await until(() => messages(ann)[0]?.deleted === true && messages(bo)[0]?.deleted === true);
    expect(texts(bo)).toEqual(['']);
    expect(messages(bo)[0]?.reactions).toBeUndefined();
    expect(bo.client.state().notices).toEqual([]);
  });

  test('an edit made on one device shows on the other one of the same person', async () => {
    const { ann, talk, person } = await begun();
    const elsewhere = await person('ann');
    elsewhere.client.chat.open(talk);
    await ann.client.chat.send(talk, 'to edit');
    await until(() => texts(elsewhere).at(-1) === 'to edit');
    const target = ref(messages(elsewhere).at(-1) as Message);
    await elsewhere.client.chat.act(talk, { type: 'edit', target, text: 'edited' });
    await until(() => texts(ann).at(-1) === 'edited' && texts(elsewhere).at(-1) === 'edited');
  });

  test('[CO7] what is done while the relay cannot be reached shows at once, and goes out in its order', async () => {
    const { ann, bo, talk, first, net, clock } = await begun();
    net.setReachable(false);
    await until(() => ann.client.state().link.state === 'backing-off');
    await ann.client.chat.act(talk, { type: 'edit', target: first, text: 'hello' });
    await ann.client.chat.send(talk, 'seccond');
    await until(() => messages(ann).length === 2);
    const second = ref(messages(ann)[1] as Message);
    await ann.client.chat.act(talk, { type: 'edit', target: second, text: 'second' });
    await until(() => texts(ann).join() === 'hello,second');
    await quiet();
    expect(texts(bo)).toEqual(['helo']);

    net.setReachable(true);
    await passing(clock, () => texts(bo).join() === 'hello,second');
  });

  test('an act that the relay refuses says so on its message, and can be tried again', async () => {
    const { ann, bo, talk, first, relay } = await begun();
    relay.refuse('mailbox_full');
    await ann.client.chat.act(talk, { type: 'edit', target: first, text: 'hello' });
    await until(() => messages(ann)[0]?.unsent !== undefined);
    expect(messages(ann)[0]).toMatchObject({ text: 'hello', unsent: { reason: 'mailbox_full' } });
    ann.client.chat.retry(messages(ann)[0]?.unsent?.act ?? '');
    await until(() => texts(bo).join() === 'hello');
    await until(() => messages(ann)[0]?.unsent === undefined);
  });

  test('[CO3] a client that edits what it has not written is not believed', async () => {
    const { ann, bo, talk, first } = await begun();
    expect(otherPerson(talk, bo.uid)).toBe(ann.uid);
    await bo.client.chat.act(talk, { type: 'edit', target: first, text: 'forged' });
    await quiet();
    expect([...texts(ann), ...texts(bo)]).toEqual(['helo', 'helo']);
  });

  test('an edit of more than 4,000 characters is refused in words', async () => {
    const { ann, talk, first } = await begun();
    const edit = { type: 'edit', target: first, text: 'x'.repeat(4_001) } as const;
    expect(await ann.client.chat.act(talk, edit)).toEqual({ ok: false, reason: 'too_large' });
  });

  test('what could not be read is read again: the conversation does not stay empty', async () => {
    const { ann, talk, clock } = await begun();
    let refused = 0;
    let refuses = true;
    const page = ann.home.open({
      ports: (ports) => ({
        ...ports,
        history: new Proxy(ports.history, {
          get: (history, name: keyof History) => {
            if (!refuses || (name !== 'items' && name !== 'summaries')) return history[name];
            refused += 1;
            return () => Promise.reject(new StoreError('offline'));
          },
        }),
      }),
    });
    page.client.chat.open(talk);
    await until(() => page.client.state().notices.length > 0);
    expect(page.client.state().notices).toMatchObject([{ reason: 'offline' }]);
    await passing(clock, () => refused > 3);
    expect(texts(page)).toEqual([]);
    refuses = false;
    await passing(clock, () => texts(page).join() === 'helo' && page.client.state().chat.summaries.size === 1);
    refuses = true;
    page.client.chat.close();
    page.client.chat.open(talk);
    const before = refused;
    await until(() => refused > before);
    page.client.close();
    clock.advance(60_000);
    await quiet();
    expect(refused).toBe(before + 1);
  });
});
