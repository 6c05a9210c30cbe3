import { expect, test, vi } from 'vitest';
import { directConversation } from '#shared/protocol/conversation.ts';
import { until } from '#tests/fakes/until.ts';
import { createHouse, texts, uidOf } from './house.ts';

test('what came before the code for mail is nothing of who has signed in since', async () => {
  const { person, device, relay } = createHouse();
  const bo = await person('bo');
  const loaded = Promise.withResolvers<void>();
  let asked = 0;
  vi.doMock('#shared/client/mail/mail.ts', async (original) => {
    asked += 1;
    await loaded.promise;
    return original();
  });
  const { client } = device().open();
  await until(() => client.state().session.state === 'signed-out');
  const signUp = async (login: string): Promise<string> => {
    await client.account.create({ relay: 'https://relay.test', login, password: 'correct horse battery' });
    await until(() => client.state().identity.device === 'confirmed', login);
    const uid = uidOf(client);
    relay.befriend(uid, bo.uid);
    await until(() => bo.client.state().roster.contacts.has(uid));
    return uid;
  };
  const withAnn = directConversation(await signUp('ann'), bo.uid);
  const before = relay.accepted.length;
  for (const text of ['one', 'two', 'three']) await bo.client.chat.send(withAnn, text);
  await until(() => relay.accepted.length >= before + 3, 'what is for ann');
  await client.account.signOut();
  const withCy = directConversation(await signUp('cy'), bo.uid);
  expect(asked).toBe(1);
  loaded.resolve();
  vi.doUnmock('#shared/client/mail/mail.ts');
  client.chat.open(withCy);
  await bo.client.chat.send(withCy, 'hello');
  await until(() => texts({ client }).join() === 'hello', 'what is for cy');
  expect(client.state().notices).toEqual([]);
});
