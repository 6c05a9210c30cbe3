import { expect, test } from 'vitest';
import { done, failed, type Outcome } from '#shared/core/reason.ts';
import { draw } from '#tests/fakes/drawn.tsx';
import { quiet, until } from '#tests/fakes/until.ts';

const toggle = async () => (await import('#shared/ui/settings/toggle.tsx')).Toggle;
const ringing = async () => (await import('#shared/ui/chat/ring-manner-dialog.tsx')).RingMannerDialog;

const press = (input: HTMLInputElement): void => {
  input.checked = !input.checked;
  input.dispatchEvent(new Event('change', { bubbles: true }));
};

test('a switch that was refused goes back, and one that was taken waits for the state', async () => {
  let outcome: Outcome = failed('storage_full');
  const { find } = await draw(toggle, { label: 'Read receipts', on: true, onChange: async () => outcome });
  const input = find<HTMLInputElement>('input');
  press(input);
  await until(() => input.checked);
  outcome = done;
  press(input);
  await quiet();
  expect(input.checked).toBe(false);
});

test('how somebody rings is not shown otherwise than it is', async () => {
  const { page, words } = await draw(
    ringing,
    { person: 'bo', onClose: () => {} },
    { change: () => ({ setPrivacy: async () => failed('storage_full') }) },
  );
  const manners = [...page.querySelectorAll<HTMLInputElement>('[type="radio"]')];
  const [aloud, silent] = manners;
  for (const input of manners) input.checked = input === silent;
  silent?.dispatchEvent(new Event('change', { bubbles: true }));
  await until(() => page.textContent.includes(words.reasons.storage_full));
  await until(() => aloud?.checked === true && !silent?.checked);
});
