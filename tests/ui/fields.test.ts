import { createSignal } from 'solid-js';
import { expect, test } from 'vitest';
import { draw } from '#tests/fakes/drawn.tsx';

const fields = {
  'a field': async () => (await import('#shared/ui/kit/text-field.tsx')).TextField,
  'a password': async () => (await import('#shared/ui/account/password-field.tsx')).PasswordField,
};

test.each(Object.entries(fields))('what is wrong with %s is told as soon as it is', async (_, load) => {
  const [error, refuse] = createSignal<string>();
  const props = {
    label: 'Login',
    hint: 'Two letters at least.',
    value: '',
    fresh: true,
    onInput: () => {},
    get error() {
      return error();
    },
  };
  const { page, find } = await draw(load, props);
  const described = () => page.querySelector(`#${find('input').getAttribute('aria-describedby')}`);
  expect(page.querySelector('[role="alert"]')).toBe(null);
  expect(described()?.textContent).not.toBe('');
  refuse('This is one letter.');
  expect(find('[role="alert"]')).toBe(described());
  expect(described()?.textContent).toBe('This is one letter.');
  refuse(undefined);
  expect(page.querySelector('[role="alert"]')).toBe(null);
});
