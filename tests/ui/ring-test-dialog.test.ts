import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { DeviceRing } from '#shared/client/client.ts';
import type { Outcome } from '#shared/core/reason.ts';
import { draw } from '#tests/fakes/drawn.tsx';
import { annLaptop, annPhone } from '#tests/fakes/ids.ts';
import { quiet, until } from '#tests/fakes/until.ts';

const dialog = async () => (await import('#shared/ui/settings/ring-test/ring-test-dialog.tsx')).RingTestDialog;

type Answer = (outcome: Outcome<readonly DeviceRing[]>) => void;

const rung = (...devices: string[]): Outcome<readonly DeviceRing[]> => ({
  ok: true,
  value: devices.map((device) => ({ device, connected: true, subscribed: false }) as DeviceRing),
});

const clock = performance.now.bind(performance);
let passed = 0;
beforeEach(() => void vi.spyOn(performance, 'now').mockImplementation(() => clock() + passed));
afterEach(() => void vi.restoreAllMocks());

test('the answer to a test that was begun before is not taken for one of the present', async () => {
  const looks: { readonly test: string; readonly answer: Answer }[] = [];
  let begun = 0;
  const ringTest = {
    begin: async () => ({ ok: true, value: `test ${++begun}` }) as const,
    heardByPush: async () => ({ ok: true, value: undefined }) as const,
    result: (test: string) => new Promise<Outcome<readonly DeviceRing[]>>((answer) => looks.push({ test, answer })),
  };
  const { button, page, words } = await draw(dialog, { onClose: () => {} }, { change: () => ({ ringTest }) });
  await until(() => looks.length === 1);
  passed = 20_000;
  looks[0]?.answer(rung(annPhone));
  await until(() => looks.length === 2);
  // It has waited long enough to be begun again, while the first one is still looked at.
  button(words.ringTest.again).click();
  await until(() => looks.length === 3);
  looks[2]?.answer(rung(annPhone, annLaptop));
  await until(() => page.querySelectorAll('li').length === 2);
  looks[1]?.answer({ ok: false, reason: 'offline' });
  await quiet();
  expect(page.textContent).not.toContain(words.reasons.offline);
  expect(page.querySelectorAll('li')).toHaveLength(2);
});
