import { expect, test, vi } from 'vitest';
import { directConversation } from '#shared/protocol/conversation.ts';
import { quiet, until } from '#tests/fakes/until.ts';
import { type Context, createHouse, texts, uidOf } from './house.ts';

interface Scene extends Pick<Context, 'client'>, Pick<ReturnType<typeof createHouse>, 'relay'> {
  readonly bo: Context & { readonly uid: string };
}

/** Resolves to their account, once they and bo are contacts. */
const signUp = async ({ client, relay, bo }: Scene, login: string): Promise<string> => {
  await client.account.create({ relay: 'https://relay.test', login, password: 'correct horse battery' });
  await until(() => client.state().identity.device === 'confirmed', login);
  const uid = uidOf(client);
  relay.befriend(uid, bo.uid);
  await until(() => bo.client.state().roster.contacts.has(uid));
  return uid;
};

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
  const withAnn = directConversation(await signUp({ client, relay, bo }, 'ann'), bo.uid);
  const before = relay.accepted.length;
  for (const text of ['one', 'two', 'three']) await bo.client.chat.send(withAnn, text);
  await until(() => relay.accepted.length >= before + 3, 'what is for ann');
  await client.account.signOut();
  const withCy = directConversation(await signUp({ client, relay, bo }, 'cy'), bo.uid);
  expect(asked).toBe(1);
  loaded.resolve();
  vi.doUnmock('#shared/client/mail/mail.ts');
  client.chat.open(withCy);
  await bo.client.chat.send(withCy, 'hello');
  await until(() => texts({ client }).join() === 'hello', 'what is for cy');
  expect(client.state().notices).toEqual([]);
});

test('what is being opened when somebody else signs in is neither told to them nor acknowledged for them', async () => {
  const { person, device, relay } = createHouse();
  const bo = await person('bo');
  const loaded = Promise.withResolvers<void>();
  const acknowledged: number[] = [];
  let waits = false;
  let waiting = 0;
  const { client } = device().open({
    ports: (ports) => ({
      ...ports,
      identities: async () => {
        if (waits) {
          waits = false;
          waiting += 1;
          await loaded.promise;
        }
        return ports.identities();
      },
      openSocket: (address, ticket, events) => {
        const socket = ports.openSocket(address, ticket, events);
        const send: typeof socket.send = (frame) => {
          if (frame.type === 'acknowledge') acknowledged.push(frame.through);
          socket.send(frame);
        };
        return { ...socket, send };
      },
    }),
  });
  await until(() => client.state().session.state === 'signed-out');
  const withAnn = directConversation(await signUp({ client, relay, bo }, 'ann'), bo.uid);
  await quiet();
  waits = true;
  await bo.client.chat.send(withAnn, 'one');
  await until(() => waiting > 0, 'what is for ann');
  await client.account.signOut();
  const withCy = directConversation(await signUp({ client, relay, bo }, 'cy'), bo.uid);
  loaded.resolve();
  await quiet();
  expect(acknowledged).toEqual([]);
  expect(client.state().notices).toEqual([]);
  client.chat.open(withCy);
  await bo.client.chat.send(withCy, 'hello');
  await until(() => texts({ client }).join() === 'hello', 'what is for cy');
});

test('what is being sealed when somebody else signs in does not go out as theirs', async () => {
  const { person, device, relay } = createHouse();
  const bo = await person('bo');
  const loaded = Promise.withResolvers<void>();
  let waits = false;
  let waiting = 0;
  const { client } = device().open({
    ports: (ports) => ({
      ...ports,
      sealer: async () => {
        const sealer = await ports.sealer();
        return {
          ...sealer,
          sealBody: async (bytes) => {
            const sealed = await sealer.sealBody(bytes);
            if (waits) {
              waits = false;
              waiting += 1;
              await loaded.promise;
            }
            return sealed;
          },
        };
      },
    }),
  });
  await until(() => client.state().session.state === 'signed-out');
  const withAnn = directConversation(await signUp({ client, relay, bo }, 'ann'), bo.uid);
  await quiet();
  waits = true;
  await client.chat.send(withAnn, 'from ann');
  await until(() => waiting > 0, 'what ann says');
  await client.account.signOut();
  const withCy = directConversation(await signUp({ client, relay, bo }, 'cy'), bo.uid);
  const before = relay.accepted.length;
  loaded.resolve();
  await quiet();
  await client.chat.send(withCy, 'from cy');
  bo.client.chat.open(withCy);
  await until(() => texts(bo).join() === 'from cy', 'what cy says');
  expect(relay.accepted.slice(before).map(({ conversation }) => conversation)).not.toContain(withAnn);
  expect(bo.client.state().notices).toEqual([]);
});
