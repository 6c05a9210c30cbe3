import { createSignal, Show } from 'solid-js';
import { expect, test } from 'vitest';
import { lazily } from '#shared/ui/kit/lazily.ts';
import { draw } from '#tests/fakes/drawn.tsx';
import { until } from '#tests/fakes/until.ts';

/** A screen with a part that is loaded, over a relay that is away until it is `back`. */
const screen = async () => {
  let isBack = false;
  const [shown, setShown] = createSignal(true);
  const load = async () => {
    if (!isBack) throw new TypeError('Failed to fetch dynamically imported module');
    return { Part: (props: { readonly text: string }) => <b>{props.text}</b> };
  };
  const Part = lazily(load, 'Part', (props) => props.text);
  const Screen = () => (
    <p>
      The call goes on:{' '}
      <Show when={shown()}>
        <Part text="mute" />
      </Show>
    </p>
  );
  const { page } = await draw(async () => Screen, {});
  return { page, setShown, back: () => (isBack = true) };
};

test('a part that cannot be loaded breaks nothing around it, and is there once it can be', async () => {
  const { page, setShown, back } = await screen();
  await until(() => page.textContent === 'The call goes on: mute');
  expect(page.innerHTML).not.toContain('<b>');
  back();
  setShown(false);
  setShown(true);
  await until(() => page.innerHTML.includes('<b>mute</b>'));
});
