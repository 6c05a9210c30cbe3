import { describe, expect, test } from 'vitest';
import { directConversation } from '#shared/protocol/conversation.ts';
import { passing, quiet, until } from '#tests/fakes/until.ts';
import { type Context, createHouse, deliveries, summaryOf, texts, uidOf } from './house.ts';

const CREDENTIALS = { relay: 'https://relay.test', password: 'correct horse battery' };

type Someone = Awaited<ReturnType<ReturnType<typeof createHouse>['person']>>;

const signOutEverywhere = async (relay: ReturnType<typeof createHouse>['relay'], one: Someone): Promise<void> => {
  for (const { device } of relay.devicesOf(one.uid)) relay.revoke(device);
  await until(() => one.client.state().session.state === 'signed-out');
};

/** The same browser, in another tab. */
const signInAgain = async ({ home, login }: Someone): Promise<Context> => {
  const context = home.open();
  expect(await context.client.account.signIn({ ...CREDENTIALS, login })).toMatchObject({ ok: true });
  return context;
};

describe('messages', () => {
  test('[MB1] a message is queued, then sent, and arrives once', async () => {
    const { pair } = createHouse();
    const { ann, bo, talk } = await pair();
    ann.client.chat.open(talk);
    bo.client.chat.open(talk);

    expect(await ann.client.chat.send(talk, 'hello')).toEqual({ ok: true, value: undefined });
    await until(() => deliveries(ann)[0] === 'sent', 'the tick');
    await until(() => texts(bo).length === 1, 'the message');

    expect(texts(ann)).toEqual(['hello']);
    expect(texts(bo)).toEqual(['hello']);
    expect(deliveries(bo)).toEqual(['received']);
    await until(() => summaryOf(bo, talk)?.unread === 1);
    bo.client.chat.read(talk);
    await until(() => summaryOf(bo, talk)?.unread === 0);
  });

  test('[MB4] what is stored is acknowledged, and the mailbox is empty', async () => {
    const { pair, relay } = createHouse();
    const { ann, bo, talk } = await pair();
    await ann.client.chat.send(talk, 'hello');
    await until(() => summaryOf(bo, talk)?.unread === 1);
    await until(() => relay.devicesOf(bo.uid).every(({ device }) => relay.mailbox(device).length === 0));
  });

  test('what is written while the relay cannot be reached is sent once when it can', async () => {
    const { pair, net, relay, clock } = createHouse();
    const { ann, bo, talk } = await pair();
    ann.client.chat.open(talk);
    bo.client.chat.open(talk);
    net.setReachable(false);
    await until(() => ann.client.state().link.state === 'backing-off');

    for (const text of ['one', 'two', 'three']) await ann.client.chat.send(talk, text);
    await until(() => texts(ann).length === 3);
    expect(deliveries(ann)).toEqual(['queued', 'queued', 'queued']);

    net.setReachable(true);
    await passing(clock, () => texts(bo).length === 3);
    expect(texts(bo)).toEqual(['one', 'two', 'three']);
    await until(() => deliveries(ann).every((state) => state === 'sent'));
    expect(relay.accepted).toHaveLength(3);
  });

  test('[MB6] what is for somebody who is signed in nowhere waits for them, and nothing else does', async () => {
    const { pair, person, relay } = createHouse();
    const { ann, bo, talk } = await pair();
    const cy = await person('cy');
    relay.befriend(ann.uid, cy.uid);
    const withCy = directConversation(ann.uid, cy.uid);
    await signOutEverywhere(relay, bo);

    ann.client.chat.open(talk);
    for (const text of ['one', 'two']) await ann.client.chat.send(talk, text);
    await ann.client.chat.send(withCy, 'hello');
    await until(() => summaryOf(cy, withCy)?.unread === 1, 'what is for cy');
    expect(deliveries(ann)).toEqual(['queued', 'queued']);

    const again = await signInAgain(bo);
    again.client.chat.open(talk);
    await until(() => texts(again).join() === 'one,two', 'what is for bo');
    await until(() => deliveries(ann).every((state) => state !== 'queued'));
  });

  test('[MB6] [DL3] what is for somebody so new that their device is not confirmed waits until it is', async () => {
    const { person, device, relay } = createHouse();
    const ann = await person('ann');
    let confirm: (() => void) | undefined;
    const { client: bo } = device().open({
      ports: (ports) => ({
        ...ports,
        openSocket: (url, ticket, events) => {
          const socket = ports.openSocket(url, ticket, events);
          const send: typeof socket.send = (frame) => {
            if (frame.type === 'device-list') confirm = () => socket.send(frame);
            else socket.send(frame);
          };
          return { ...socket, send };
        },
      }),
    });
    await until(() => bo.state().session.state === 'signed-out');
    await bo.account.create({ ...CREDENTIALS, login: 'bo' });
    await until(() => confirm !== undefined, 'its list');
    relay.befriend(ann.uid, uidOf(bo));
    const talk = directConversation(ann.uid, uidOf(bo));
    ann.client.chat.open(talk);
    await ann.client.chat.send(talk, 'welcome');
    await quiet();
    expect(deliveries(ann)).toEqual(['queued']);

    confirm?.();
    bo.chat.open(talk);
    await until(() => texts({ client: bo }).join() === 'welcome', 'the message');
  });

  test('[MB6] a first device that one was not there to hear of is asked about over the next socket', async () => {
    const { person, relay, net, clock } = createHouse();
    const bo = await person('bo');
    let deaf = false;
    const ann = await person('ann', {
      ports: (ports) => ({
        ...ports,
        openSocket: (url, ticket, events) =>
          ports.openSocket(url, ticket, {
            ...events,
            frame: (frame) => {
              if (!deaf || frame.type !== 'devices-changed') events.frame(frame);
            },
          }),
      }),
    });
    relay.befriend(ann.uid, bo.uid);
    const talk = directConversation(ann.uid, bo.uid);
    await signOutEverywhere(relay, bo);
    ann.client.chat.open(talk);
    await ann.client.chat.send(talk, 'one');
    await quiet();
    deaf = true;
    const again = await signInAgain(bo);
    await until(() => again.client.state().identity.device === 'confirmed');
    await quiet();
    expect(deliveries(ann)).toEqual(['queued']);

    net.cut();
    again.client.chat.open(talk);
    await passing(clock, () => texts(again).join() === 'one');
  });

  test.each([
    ['within a day the very same boxes', 0, true],
    ['after a day, boxes for the keys there are now', 25 * 3_600_000, false],
  ])('[MB3] after a lost answer %s are sent again', async (_, pause, same) => {
    const { pair, person, net, clock, relay } = createHouse();
    const { bo } = await pair();
    const sent: string[] = [];
    const ann = await person('ann', {
      ports: (ports) => ({
        ...ports,
        openSocket: (to, ticket, events) => {
          const socket = ports.openSocket(to, ticket, events);
          return {
            ...socket,
            send: (frame) => {
              if (frame.type !== 'send') return socket.send(frame);
              sent.push(JSON.stringify(frame.envelope.sealed));
              return sent.length === 1 ? net.setReachable(false) : socket.send(frame);
            },
          };
        },
      }),
    });
    const talk = `direct:${[ann.uid, bo.uid].sort().join(':')}`;
    bo.client.chat.open(talk);
    await ann.client.chat.send(talk, 'hello');
    await until(() => sent.length === 1);
    clock.advance(pause);
    net.setReachable(true);
    await passing(clock, () => texts(bo).join() === 'hello');
    expect(sent).toHaveLength(2);
    expect(sent[0] === sent[1]).toBe(same);
    expect(relay.accepted).toHaveLength(1);
  });

  test('[MB6] another device that appears is sealed for, and one’s own devices get a copy', async () => {
    const { pair, person, relay } = createHouse();
    const { ann, bo, talk } = await pair();
    await ann.client.chat.send(talk, 'before');
    await until(() => relay.accepted.length === 1);

    const boElsewhere = await person('bo');
    const annElsewhere = await person('ann');
    boElsewhere.client.chat.open(talk);
    annElsewhere.client.chat.open(talk);
    await ann.client.chat.send(talk, 'after');
    await until(() => texts(boElsewhere).length === 1 && texts(annElsewhere).length === 1);

    expect(relay.accepted[1]?.sealed).toHaveLength(3);
    expect(texts(boElsewhere)).toEqual(['after']);
    expect(annElsewhere.client.state().chat.open?.items).toMatchObject([
      { author: ann.uid, delivery: { state: 'sent' } },
    ]);
    expect(bo.client.state().notices).toEqual([]);
  });

  test('[MB8] a refusal is shown on the message, which can be sent again or thrown away', async () => {
    const { pair, relay } = createHouse();
    const { ann, bo, talk } = await pair();
    ann.client.chat.open(talk);
    relay.refuse('mailbox_full', 'mailbox_full');
    await ann.client.chat.send(talk, 'once more');
    await ann.client.chat.send(talk, 'never mind');
    await until(() => deliveries(ann).join() === 'failed,failed');
    expect(ann.client.state().chat.open?.items[0]).toMatchObject({ delivery: { reason: 'mailbox_full' } });

    const [first, second] = ann.client.state().chat.open?.items ?? [];
    ann.client.chat.retry(first?.id ?? '');
    ann.client.chat.discard(second?.id ?? '');
    await until(() => deliveries(ann).join() === 'sent');
    await until(() => summaryOf(bo, talk)?.unread === 1);
  });

  test('[ER3] a relay that is busy is asked again after the time it names', async () => {
    const { pair, relay, clock } = createHouse();
    const { ann, talk } = await pair();
    ann.client.chat.open(talk);
    relay.refuse('rate_limited');
    await ann.client.chat.send(talk, 'soon');
    await until(() => clock.next() !== undefined);
    await quiet();
    expect(deliveries(ann)).toEqual(['queued']);
    clock.advance(5_000);
    await until(() => deliveries(ann)[0] === 'sent');
  });

  test('what cannot be opened is said, and what follows arrives', async () => {
    const { pair, relay, device, confirm } = createHouse();
    const { ann, bo, talk } = await pair();
    bo.client.chat.open(talk);
    // A device that seals for another conversation than the one it writes on the envelope.
    const home = device();
    const forged = home.open({
      ports: (ports) => ({
        ...ports,
        sealer: async () => {
          const sealer = await ports.sealer();
          return {
            ...sealer,
            seal: (text, to, secrets, context) => sealer.seal(text, to, secrets, { ...context, subject: 'another' }),
          };
        },
      }),
    });
    await until(() => forged.client.state().session.state === 'signed-out');
    await forged.client.account.signIn({ relay: 'https://relay.test', login: 'ann', password: '' });
    await until(() => forged.client.state().identity.device === 'unconfirmed');
    await confirm('ann', home, ann.uid);
    await forged.client.chat.send(talk, 'forged');
    await until(() => relay.accepted.length === 1);
    await ann.client.chat.send(talk, 'true');

    await until(() => texts(bo).length === 1);
    expect(texts(bo)).toEqual(['true']);
    expect(bo.client.state().notices).toMatchObject([{ reason: 'unsealable' }]);
    bo.client.dismissNotice(bo.client.state().notices[0]?.id ?? '');
    expect(bo.client.state().notices).toEqual([]);
  });

  test('a text of more than 4,000 characters is refused in words, and nothing is queued', async () => {
    const { pair } = createHouse();
    const { ann, talk } = await pair();
    expect(await ann.client.chat.send(talk, 'x'.repeat(4_001))).toEqual({ ok: false, reason: 'too_large' });
    expect(await ann.client.chat.send(talk, 'x'.repeat(4_000))).toMatchObject({ ok: true });
  });

  test('a message written in one context is sent by another, and shows in both', async () => {
    const { pair, clock } = createHouse();
    const { ann, bo, talk } = await pair();
    const popup = ann.home.open({
      calling: false,
      ports: (ports) => ({ ...ports, openSocket: () => ({ send: () => undefined, close: () => undefined }) }),
    });
    await until(() => popup.client.state().session.state === 'signed-in');
    popup.client.chat.open(talk);
    ann.client.chat.open(talk);
    await popup.client.chat.send(talk, 'from the popup');
    await until(() => deliveries(ann)[0] === 'sent' && deliveries(popup)[0] === 'sent');
    await until(() => summaryOf(bo, talk)?.unread === 1);
    expect(clock.now()).toBe(1_800_000_000_000);
  });

  test('older pages come on request', async () => {
    const { pair } = createHouse();
    const { ann, talk } = await pair();
    for (let n = 0; n < 60; n += 1) await ann.client.chat.send(talk, String(n));
    ann.client.chat.open(talk);
    await until(() => texts(ann).length === 50);
    expect(ann.client.state().chat.open?.older).toBe('some');
    ann.client.chat.older();
    await until(() => texts(ann).length === 60);
    expect(ann.client.state().chat.open?.older).toBe('none');
    ann.client.chat.close();
    expect(ann.client.state().chat.open).toBeUndefined();
  });

  test('drafts are kept', async () => {
    const { pair } = createHouse();
    const { ann, talk } = await pair();
    ann.client.chat.saveDraft(talk, 'dear bo');
    await quiet();
    expect(await ann.client.chat.draft(talk)).toBe('dear bo');
  });
});
