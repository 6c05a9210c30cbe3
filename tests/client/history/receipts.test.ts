import { describe, expect, test } from 'vitest';
import type { NewAct } from '#shared/client/ports.ts';
import type { TimelineItem } from '#shared/core/chat/timeline.ts';
import { defaultPrivacy } from '#shared/core/privacy/privacy.ts';
import type { Act, Ref } from '#shared/protocol/content.ts';
import { signedIn } from './open.ts';
import { ann, bo, called, cy, echoed, newest, received, ulid, withBo, withCy, written } from './people.ts';

const receipt = (said: Partial<Extract<Act, { type: 'receipt' }>>, author = bo, conversation = withBo): NewAct => ({
  kind: 'act',
  id: ulid(900),
  conversation,
  author,
  at: 5_000,
  act: { type: 'receipt', sent_at: 5_000, ...said },
});
const of = (author: string, n: number): Ref => ({ author, id: ulid(n) });
const state = (item: TimelineItem): string => (item.kind === 'message' ? item.delivery.state : item.kind);

/** Ann has sent bo three messages and waits with a fourth. */
const sent = async () => {
  const history = await signedIn();
  await history.store([echoed(1), echoed(2), echoed(3)], 3, ann);
  const { message, entry } = written(4);
  await history.enqueue(message, entry);
  const hear = (...acts: readonly NewAct[]) => history.store(acts, 3, ann);
  const states = async () => (await history.items(withBo, newest(10))).items.map(state);
  return { history, hear, states };
};

describe('how far the other person has come', () => {
  test('[RE3] holds for everything before, and only ever leads further', async () => {
    const { hear, states, history } = await sent();
    expect(await hear(receipt({ received: of(ann, 2), read: of(ann, 1) }))).toEqual([withBo]);
    expect(await states()).toEqual(['read', 'delivered', 'sent', 'queued']);
    expect(await hear(receipt({ received: of(ann, 1) }))).toEqual([]);
    await hear(receipt({ read: of(ann, 3) }), receipt({ received: of(ann, 2), read: of(ann, 2) }));
    expect(await states()).toEqual(['read', 'read', 'read', 'queued']);
    expect((await history.message(of(ann, 3)))?.delivery.state).toBe('read');
  });

  test('[RE3] a message that is ticked later has not been read with those before it', async () => {
    const { hear, states, history } = await sent();
    await hear(receipt({ read: of(ann, 3) }));
    await history.markSent(ulid(4), 4_000, 4_000);
    expect(await states()).toEqual(['read', 'read', 'read', 'sent']);
    expect((await history.summaries())[0]?.last).toMatchObject({ delivery: { state: 'sent' } });
  });

  test('[RE3] a message that failed and is tried again has not been read with those that came before it', async () => {
    const { hear, states, history } = await sent();
    await history.markFailed(ulid(4), 'mailbox_full');
    const { message, entry } = written(5);
    await history.enqueue(message, entry);
    await history.markSent(ulid(5), 5_000, 5_000);
    await hear(receipt({ read: of(ann, 5) }));
    await history.requeue(ulid(4));
    await history.markSent(ulid(4), 6_000, 6_000);
    const { items } = await history.items(withBo, newest(2));
    expect(items.map(({ id }) => id)).toEqual([ulid(5), ulid(4)]);
    expect(await states()).toEqual(['read', 'read', 'read', 'read', 'sent']);
  });

  test('[RE3] a message that another own device sent first has not been read with those before it here', async () => {
    const { hear, states, history } = await sent();
    await history.store([echoed(6)], 4, ann);
    await hear(receipt({ read: of(ann, 6) }));
    await history.markSent(ulid(4), 7_000, 7_000);
    expect(await states()).toEqual(['read', 'read', 'read', 'sent', 'read']);
    await hear(receipt({ received: of(ann, 4) }));
    expect(await states()).toEqual(['read', 'read', 'read', 'delivered', 'read']);
  });

  test('[RE3] a message whose tick was lost has been read once it has one', async () => {
    const { hear, states, history } = await sent();
    await hear(receipt({ received: of(ann, 4), read: of(ann, 4) }));
    expect(await states()).toEqual(['sent', 'sent', 'sent', 'queued']);
    await hear(receipt({ received: of(ann, 2) }));
    await history.markSent(ulid(4), 4_000, 4_000);
    expect(await states()).toEqual(['read', 'read', 'read', 'read']);
  });

  test('[RE3] nobody reads what is not there, not one’s own, or in another conversation', async () => {
    const { hear, states, history } = await sent();
    await history.store([received(7), echoed(8, cy)], 4, ann);
    await hear(
      receipt({ read: of(ann, 77) }),
      receipt({ read: of(bo, 7) }),
      receipt({ read: of(ann, 8) }),
      receipt({ read: of(ann, 3) }, cy, withCy),
    );
    expect(await states()).toEqual(['sent', 'sent', 'sent', 'queued', 'received']);
  });
});

describe('what one has seen oneself', () => {
  test('[RE6] on another device leaves what came after it unread', async () => {
    const history = await signedIn();
    await history.store([received(1), received(2), called(3), received(4)], 4, ann);
    expect(await history.store([receipt({ read: of(bo, 2) }, ann)], 5, ann)).toEqual([withBo]);
    expect(await history.summaries()).toMatchObject([{ unread: 2, seen: 2 }]);
    await history.store([receipt({ call: called(3).id }, ann)], 6, ann);
    expect(await history.summaries()).toMatchObject([{ unread: 1, seen: 3 }]);
    // That came late.
    expect(await history.store([receipt({ read: of(bo, 1) }, ann)], 7, ann)).toEqual([]);
    await history.store([receipt({ read: of(bo, 4) }, ann)], 8, ann);
    expect(await history.summaries()).toMatchObject([{ unread: 0, seen: 4 }]);
  });

  test('[RE2] is told once, in one receipt, and what waits is replaced', async () => {
    const history = await signedIn();
    let ids = 500;
    const tell = () => history.queueReceipts(ann, 6_000, () => ulid(++ids));
    const waiting = async () => (await history.outbox()).map(({ to, content }) => ({ to, content }));
    expect(await tell()).toBe(false);
    await history.store([received(1), received(2)], 2, ann);
    expect(await tell()).toBe(true);
    expect(await waiting()).toEqual([{ to: bo, content: { type: 'receipt', sent_at: 6_000, received: of(bo, 2) } }]);
    await history.markRead(withBo);
    await history.store([received(3)], 3, ann);
    await tell();
    expect(await waiting()).toEqual([
      { to: bo, content: { type: 'receipt', sent_at: 6_000, received: of(bo, 3), read: of(bo, 2) } },
    ]);
    expect(await tell()).toBe(false);
  });

  test('[RE4] is told to one’s own devices alone by those who send no read receipts', async () => {
    const history = await signedIn();
    await history.savePrivacy({ ...defaultPrivacy, readReceipts: false }, ulid(400), 5_000, ann);
    await history.discard(ulid(400));
    let ids = 500;
    await history.store([received(1)], 1, ann);
    await history.markRead(withBo);
    await history.queueReceipts(ann, 6_000, () => ulid(++ids));
    expect((await history.outbox()).map(({ to, content }) => [to, content])).toEqual([
      [bo, { type: 'receipt', sent_at: 6_000, received: of(bo, 1) }],
      [ann, { type: 'receipt', sent_at: 6_000, read: of(bo, 1) }],
    ]);
  });
});
