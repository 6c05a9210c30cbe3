import { createSignal } from 'solid-js';
import { expect, test, vi } from 'vitest';
import { draw } from '#tests/fakes/drawn.tsx';

const menu = async () => (await import('#shared/ui/kit/menu.tsx')).Menu;

test('a line of an open menu stays the same while what it is made of is made anew, and does what it does now', async () => {
  const [round, look] = createSignal(1);
  const chosen = vi.fn();
  const props = {
    label: 'More',
    icon: () => undefined,
    openAtOnce: true,
    get items() {
      const now = round();
      return [{ label: 'Sharing', onSelect: () => chosen(now) }];
    },
  };
  const { find, choose } = await draw(menu, props);
  const line = find('[role="menuitem"]');
  look(2);
  expect(find('[role="menuitem"]')).toBe(line);
  choose('Sharing');
  expect(chosen).toHaveBeenCalledWith(2);
});
