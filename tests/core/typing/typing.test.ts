import { describe, expect, test } from 'vitest';
import type { Message } from '#shared/core/chat/timeline.ts';
import { defaultPrivacy } from '#shared/core/privacy/privacy.ts';
import { SHOWN_MS } from '#shared/core/typing/transition.ts';
import { directConversation } from '#shared/protocol/conversation.ts';
import { ann, bo, cy, ulid } from '#tests/fakes/ids.ts';
import { frame, later, NOW, online, play, type Scene } from '../call/scene.ts';

const told = (from: string, typing = true) => frame({ type: 'typing', from, typing });
const typists = ({ mind }: Scene): readonly string[] => [...mind.app.typing.keys()];
const timer = { type: 'timer', timer: 'typing' } as const;

const conversation = directConversation(ann, bo);
const summaries = (author: string, position: number) => {
  const last: Message = {
    kind: 'message',
    id: ulid(position),
    conversation,
    position,
    author,
    text: 'hello',
    at: NOW,
    delivery: { state: 'received' },
  };
  return { type: 'summaries-read', summaries: [{ conversation, person: bo, last, unread: 1 }] } as const;
};

describe('typing', () => {
  test('[TY4] is shown for six seconds after it was last told', () => {
    const first = play(online(), told(bo));
    expect(typists(first)).toEqual([bo]);
    expect(first.effects).toContainEqual({ ...timer, ms: SHOWN_MS });
    const again = later(first, 4_000, told(bo));
    const still = later(again, 2_000, timer);
    expect(typists(still)).toEqual([bo]);
    expect(still.effects).toContainEqual({ ...timer, ms: 4_000 });
    expect(typists(later(still, 4_000, timer))).toEqual([]);
  });

  test('[TY4] of several people each has their own six seconds', () => {
    const both = later(play(online(), told(bo)), 1_000, told(cy));
    const one = later(both, 5_000, timer);
    expect(typists(one)).toEqual([cy]);
    expect(one.effects).toContainEqual({ ...timer, ms: 1_000 });
  });

  test('[TY4] ends when it is taken back, and with a message of that person', () => {
    const known = play(online(), summaries(bo, 1), told(bo));
    expect(typists(play(known, told(bo, false)))).toEqual([]);
    expect(typists(play(known, summaries(bo, 2)))).toEqual([]);
    expect(typists(play(known, summaries(ann, 2)))).toEqual([bo]);
    expect(typists(play(known, { ...summaries(bo, 1) }))).toEqual([bo]);
  });

  test('ends with the link: nobody knows then', () => {
    expect(typists(play(online(), told(bo), { type: 'link-closed', code: 1006 }))).toEqual([]);
  });

  test('[TY5] is not shown to those who do not show it', () => {
    const off = { type: 'privacy-read', privacy: { ...defaultPrivacy, typing: false } } as const;
    const hidden = play(online(), told(bo), off);
    expect(typists(hidden)).toEqual([]);
    expect(typists(play(hidden, told(bo)))).toEqual([]);
    expect(play(hidden, off).mind).toBe(hidden.mind);
  });
});
