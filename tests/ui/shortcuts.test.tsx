import { expect, test } from 'vitest';
import { draw } from '#tests/fakes/drawn.tsx';
import { calls } from '#tests/pwa/gallery/people.ts';

/** The call with a menu beside it, as the messages have. */
const callWithMenu = async () => {
  const [{ CallScreen }, { Menu }] = await Promise.all([
    import('#shared/ui/call/call-screen.tsx'),
    import('#shared/ui/kit/menu.tsx'),
  ]);
  return () => (
    <CallScreen onClose={() => {}}>
      <Menu label="More" icon={() => null} items={[{ label: 'Delete', onSelect: () => {} }]} openAtOnce />
    </CallScreen>
  );
};

const press = (target: Element): void => {
  const pressed = new Event('keydown', { bubbles: true, cancelable: true });
  target.dispatchEvent(Object.assign(pressed, { key: 'd', code: 'KeyD' }));
};

test('a letter that finds a line of a menu does nothing to the call', async () => {
  const { fake, find, button } = await draw(callWithMenu, {}, { state: calls.active });
  press(find('[role="menuitem"]'));
  expect(fake.acts).toEqual([]);
  press(button('More'));
  expect(fake.acts).toEqual([['call.setDeafened', true]]);
});
