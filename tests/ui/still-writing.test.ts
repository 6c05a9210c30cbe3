import { expect, test } from 'vitest';
import { waitForWriter } from '#shared/ui/call/still-writing.ts';

/** The buttons of a ring that has just come, in a document that hears their clicks. */
const rung = () => {
  const buttons = new EventTarget();
  let now = 0;
  let pressed = 0;
  waitForWriter(buttons, () => now);
  buttons.addEventListener('click', (event) => {
    if (!event.cancelBubble) pressed += 1;
  });
  return {
    after: (ms: number) => {
      now += ms;
    },
    write: (key: string) => buttons.dispatchEvent(Object.assign(new Event('keydown'), { key })),
    /** `detail`: 0 by a key, 1 by a pointer. */
    click: (detail: number): number => {
      buttons.dispatchEvent(new CustomEvent('click', { detail }));
      return pressed;
    },
  };
};

test('a ring is not answered by who was about to send or to write on', () => {
  const ring = rung();
  expect(ring.click(0)).toBe(0);
  ring.after(900);
  ring.write('w');
  ring.after(900);
  expect(ring.click(0)).toBe(0);
});

test('by a pointer it is answered at once, and by a key as soon as nobody writes', () => {
  const ring = rung();
  expect(ring.click(1)).toBe(1);
  ring.after(1_000);
  ring.write(' ');
  ring.write('Enter');
  expect(ring.click(0)).toBe(2);
});
