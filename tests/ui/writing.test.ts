import { createSignal } from 'solid-js';
import { expect, test } from 'vitest';
import type { Message } from '#shared/core/chat/timeline.ts';
import { type Composing, composingIn } from '#shared/ui/chat/talk.ts';
import { createWriting } from '#shared/ui/chat/writing.ts';

const said = (text: string): Composing => ({ kind: 'edit', message: { text } as Message });

/** A composer that has just been opened, over a draft that has not been read yet. */
const opened = (stored: string, [composing, compose] = createSignal<Composing>({ kind: 'new' })) => {
  let draft = stored;
  const read = Promise.withResolvers<string>();
  const chat = {
    draft: () => read.promise,
    saveDraft: (_: string, text: string) => {
      draft = text;
    },
  };
  const writing = createWriting({ chat }, 'conversation', composing);
  const recalled = writing.recall();
  const become = (now: Composing): void => {
    const before = composing();
    compose(now);
    writing.turn(now, before);
  };
  const bring = async (): Promise<void> => {
    read.resolve(stored);
    await recalled;
  };
  return { ...writing, become, bring, kept: () => draft };
};

test('a draft is shown as soon as it has been read', async () => {
  const { text, bring, kept } = opened('half a thought');
  await bring();
  expect([text(), kept()]).toEqual(['half a thought', 'half a thought']);
});

test('what is typed before the draft has been read does not take its place', async () => {
  const { text, write, bring, kept } = opened('half a thought');
  write('and');
  await bring();
  expect(text()).toBe('half a thought\nand');
  expect(kept()).toBe('half a thought\nand');
});

test('an edit begun before the draft has been read gives the draft back', async () => {
  const { text, become, write, bring, kept } = opened('half a thought');
  become(said('what I said'));
  await bring();
  write('what I meant');
  expect(text()).toBe('what I meant');
  become({ kind: 'new' });
  expect(text()).toBe('half a thought');
  expect(kept()).toBe('half a thought');
});

test('an edit goes on where a call has taken the composer from the screen, and then gives the draft back', async () => {
  const waiting = composingIn('conversation', 'bo');
  const before = opened('half a thought', waiting);
  await before.bring();
  before.become(said('what I said'));
  before.write('what I meant');
  const after = opened('half a thought', composingIn('conversation', 'bo'));
  await after.bring();
  expect(after.text()).toBe('what I meant');
  after.become({ kind: 'new' });
  expect(after.text()).toBe('half a thought');
  expect(after.kept()).toBe('half a thought');
  expect(composingIn('conversation', 'cy')[0]()).toEqual({ kind: 'new' });
});

test('an edit of a picture without words is not given the draft', async () => {
  const { text, become, bring } = opened('half a thought');
  become(said(''));
  await bring();
  expect(text()).toBe('');
});

test('where there was no draft nothing is added to what is typed', async () => {
  const { text, write, bring, kept } = opened('');
  write('and');
  await bring();
  expect([text(), kept()]).toEqual(['and', 'and']);
});
