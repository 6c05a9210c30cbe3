import { expect, test } from '@playwright/test';
import { type Household, startHousehold } from './fixtures/household.ts';
import { hasPulseAudio, type Loudspeaker, openLoudspeaker } from './fixtures/loudspeaker.ts';
import { callStatus } from './fixtures/person.ts';
import { SENSES } from './fixtures/senses.ts';
import { SHARED_TONE, serveSharedPage } from './fixtures/shared-page.ts';
import { acquaintancesByExtension } from './fixtures/talk.ts';

let house: Household;
let speaker: Loudspeaker;

test.skip(!hasPulseAudio(), 'what is played can only be caught where pulseaudio is installed');

test.beforeEach(async () => {
  house = await startHousehold();
  speaker = await openLoudspeaker();
});

test.afterEach(async () => {
  await house?.close();
  await speaker?.close();
});

test('a person is heard as loud as one wants, and a shared tab stays audible for the one who shares it', async () => {
  const { ann, bo, popup } = await acquaintancesByExtension(
    house,
    { senses: SENSES.ann },
    { senses: SENSES.bo, environment: speaker.environment },
  );
  await popup.getByRole('button', { name: 'Call ann', exact: true }).first().click();
  const call = await bo.callWindow();
  await ann.page.getByRole('button', { name: 'Answer', exact: true }).click();
  await expect(callStatus(call)).toContainText('Connected');

  const heard = () => speaker.loudness(SENSES.ann.tone);
  await expect.poll(heard).toBeGreaterThan(0.05);
  const asItCame = await heard();
  await call.getByRole('button', { name: 'Volume of ann' }).click();
  const volume = call.getByRole('slider', { name: 'Volume of ann' });
  await volume.fill('0.5');
  await expect.poll(heard).toBeLessThan(0.7 * asItCame);
  await volume.fill('2');
  // The tone is as loud as can be already: the limiter holds it, and it comes by the amplifier.
  await expect(call.locator('audio')).toHaveJSProperty('muted', true);
  await expect.poll(heard).toBeGreaterThan(0.7 * asItCame);
  await volume.fill('0');
  await expect.poll(heard).toBeLessThan(0.1 * asItCame);

  const shared = await serveSharedPage();
  const tab = await bo.context.newPage();
  await tab.goto(shared.url);
  await expect.poll(() => speaker.loudness(SHARED_TONE)).toBeGreaterThan(0.1);
  await bo.pressInToolbarPopup(tab, 'Share this tab');
  await expect(call.getByRole('button', { name: 'Stop sharing' })).toBeVisible();
  await expect(call.getByText('You are sharing a tab')).toBeVisible();
  // A captured tab is silent for its owner unless it is played again, and goes on to be; a busy machine has gaps.
  for (let i = 0; i < 3; i++) await expect.poll(() => speaker.loudness(SHARED_TONE)).toBeGreaterThan(0.1);
  await call.getByRole('button', { name: 'Stop sharing' }).click();
  await expect.poll(() => speaker.loudness(SHARED_TONE)).toBeGreaterThan(0.1);
  shared.close();
});
