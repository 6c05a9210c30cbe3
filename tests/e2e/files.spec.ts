import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { type Household, startHousehold } from './fixtures/household.ts';
import { openConversation } from './fixtures/person.ts';
import { SENSES } from './fixtures/senses.ts';
import { acquaintances, type Someone } from './fixtures/talk.ts';

let house: Household;
let ann: Someone;
let bo: Someone;

test.beforeEach(async () => {
  house = await startHousehold({}, { installed: true });
  ({ ann, bo } = await acquaintances(
    house,
    { senses: SENSES.ann, viewport: { width: 1440, height: 900 } },
    { senses: SENSES.bo },
  ));
  await openConversation(ann.page, 'bo');
  await openConversation(bo.page, 'ann');
});

test.afterEach(async () => {
  await house?.close();
});

const log = (page: Page): Locator => page.getByRole('log');
const send = (page: Page): Promise<void> => page.getByRole('button', { name: 'Send', exact: true }).click();
const blobsAt = (): readonly string[] => {
  const folder = join(house.relay.dataDir, 'blobs');
  return existsSync(folder) ? readdirSync(folder) : [];
};

interface ChosenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}
const choose = (page: Page, ...files: readonly ChosenFile[]): Promise<void> =>
  page.locator('input[type=file]').setInputFiles([...files]);

/** What the page shows of a picture once it has been decoded. */
const widthOf = (picture: Locator): Promise<number> =>
  picture.evaluate((image) => (image instanceof HTMLImageElement && image.complete ? image.naturalWidth : 0));

const picture = async (page: Page, name: string): Promise<ChosenFile> => ({
  name,
  mimeType: 'image/png',
  buffer: await page.screenshot({ clip: { x: 0, y: 0, width: 600, height: 300 } }),
});

test('a picture is sent by the picker and by paste, and is seen without anything moving', async () => {
  const chosen = await picture(ann.page, 'holiday.png');
  await choose(ann.page, chosen);
  await expect(ann.page.getByRole('list', { name: 'Files to send' })).toContainText('holiday.png');
  await ann.page.getByLabel('Message', { exact: true }).fill('Look');
  await send(ann.page);

  const theirs = log(bo.page).getByRole('img', { name: 'holiday.png' });
  await expect.poll(() => widthOf(theirs)).toBe(600);
  await expect(log(bo.page)).toContainText('Look');
  // As wide as its bubble, and as high as its sender said before it came.
  const box = await theirs.boundingBox();
  expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(2, 1);
  await expect(ann.page.getByLabel(/^(Sent|Delivered|Read)$/)).toBeVisible();

  await ann.page.getByLabel('Message', { exact: true }).evaluate(
    (field, bytes) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(bytes)], 'pasted.png', { type: 'image/png' }));
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    },
    [...chosen.buffer],
  );
  await send(ann.page);
  await expect.poll(() => widthOf(log(bo.page).getByRole('img', { name: 'pasted.png' }))).toBe(600);

  await bo.page.getByRole('button', { name: 'Show pasted.png' }).click();
  const viewer = bo.page.getByRole('dialog', { name: 'pasted.png' });
  await expect(viewer).toBeVisible();
  await bo.page.keyboard.press('+');
  await expect(viewer.getByRole('button', { name: 'Fit to the screen' })).toBeVisible();
  await bo.page.keyboard.press('Escape');
  await expect(viewer).toBeHidden();

  await bo.page.reload();
  await expect.poll(() => widthOf(log(bo.page).getByRole('img', { name: 'holiday.png' }))).toBe(600);
  // Both devices have both: the relay needs them no longer.
  await expect.poll(blobsAt).toEqual([]);
  expect(house.complaints.list()).toEqual([]);
});

test('[BL1] a large file goes on where it was when the relay comes back, and arrives byte for byte', async () => {
  const buffer = randomBytes(15_000_000);
  const network = await ann.page.context().newCDPSession(ann.page);
  const conditions = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 1_500_000 };
  await network.send('Network.emulateNetworkConditions', conditions);
  house.complaints.expect(/WebSocket connection .* failed/, /ERR_CONNECTION_(REFUSED|RESET)/, /ERR_EMPTY_RESPONSE/);
  await choose(ann.page, { name: 'film.bin', mimeType: 'application/octet-stream', buffer });
  await send(ann.page);
  await expect(log(ann.page).getByText(/Sending, (2[5-9]|[3-9]\d)%/)).toBeVisible();
  await house.relay.kill();
  const [blob = ''] = blobsAt();
  const before = readdirSync(join(house.relay.dataDir, 'blobs', blob)).filter((name) => /^\d+$/.test(name)).length;
  expect(before).toBeGreaterThan(2);
  await ann.page.getByLabel('Message', { exact: true }).fill('Did it arrive?');
  await send(ann.page);
  await expect(log(ann.page)).toContainText('Did it arrive?');
  await ann.page.reload();
  await network.send('Network.emulateNetworkConditions', { ...conditions, uploadThroughput: -1 });
  await house.relay.start();

  await expect(log(bo.page)).toContainText('film.bin', { timeout: 60_000 });
  expect(blobsAt()).toEqual([blob]);
  await expect(log(bo.page)).toContainText('Did it arrive?');
  const download = bo.page.waitForEvent('download');
  await bo.page.getByRole('button', { name: 'Download film.bin' }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe('film.bin');
  expect(readFileSync(await saved.path()).equals(buffer)).toBe(true);
  expect(house.complaints.list()).toEqual([]);
});

test('[BL4] an upload that is cancelled leaves nothing on either side', async () => {
  const network = await ann.page.context().newCDPSession(ann.page);
  await network.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: 250_000,
  });
  await choose(ann.page, { name: 'oops.bin', mimeType: '', buffer: randomBytes(5_000_000) });
  await send(ann.page);
  await expect(log(ann.page).getByText(/Sending, /)).toBeVisible();
  await log(ann.page).getByRole('button', { name: 'Cancel' }).click();
  await expect(log(ann.page)).not.toContainText('oops.bin');
  await network.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });
  await expect.poll(blobsAt).toEqual([]);
  await expect(log(bo.page)).not.toContainText('oops.bin');
});

test('[BL7] a picture that is a page, too, is a picture, also in a window of its own', async () => {
  const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
  const page = Buffer.from('<!doctype html><html><script>document.title="owned"</script><h1>owned</h1></html>');
  await choose(ann.page, { name: 'both.html', mimeType: 'text/html', buffer: Buffer.concat([gif, page]) });
  await send(ann.page);
  const picture = log(bo.page).locator('img').last();
  await expect(picture).toHaveAttribute('src', /^blob:/);
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
  const opened = bo.page.context().waitForEvent('page');
  await picture.evaluate((image: HTMLImageElement) => void window.open(image.src));
  const alone = await opened;
  await alone.waitForLoadState();
  expect(await alone.evaluate(() => [document.contentType, document.querySelector('h1, script')])).toEqual([
    expect.stringMatching(/^image\/(gif|webp|png|jpeg)$/),
    null,
  ]);
  expect(await alone.title()).not.toBe('owned');
  await alone.close();
});

test('[BL7] what only looks like a picture is never shown, whatever it is called', async () => {
  const attack = '<svg xmlns="http://www.w3.org/2000/svg"><script>document.title="owned"</script></svg>';
  const files: readonly (readonly [name: string, mimeType: string, text: string])[] = [
    ['one.svg', 'image/svg+xml', attack],
    ['two.png', 'image/png', attack],
    ['three.jpg', 'image/jpeg', `<!doctype html>${attack}`],
    ['four.pdf', 'application/pdf', '%PDF-1.7'],
  ];
  await choose(ann.page, ...files.map(([name, mimeType, text]) => ({ name, mimeType, buffer: Buffer.from(text) })));
  await send(ann.page);
  for (const [name] of files)
    await expect(log(bo.page).getByRole('button', { name: `Download ${name}` })).toBeVisible();
  expect(await log(bo.page).locator('img, video, audio, iframe, object, embed').count()).toBe(0);
  const download = bo.page.waitForEvent('download');
  await bo.page.getByRole('button', { name: 'Download two.png' }).click();
  expect(readFileSync(await (await download).path()).toString()).toBe(attack);
  await expect(bo.page.getByRole('button', { name: 'Save two.png' })).toBeVisible();
  expect(await log(bo.page).locator('img').count()).toBe(0);
  expect(await bo.page.title()).not.toBe('owned');
  expect(house.complaints.list()).toEqual([]);
});

test('a voice message is recorded here and heard there', async () => {
  await ann.page.getByRole('button', { name: 'Record voice message' }).click();
  const recording = ann.page.getByRole('group', { name: 'Recording' });
  await expect(recording).toContainText('0:02');
  expect(await recording.locator('meter').evaluate((meter: HTMLMeterElement) => meter.value)).toBeGreaterThan(0.01);
  await recording.getByRole('button', { name: 'Send voice message' }).click();
  await expect(recording).toBeHidden();

  const player = log(bo.page);
  const position = player.getByRole('slider', { name: 'Position' });
  const seconds = Number(await position.getAttribute('max'));
  expect(seconds).toBeGreaterThan(1.5);
  await player.getByRole('button', { name: 'Speed 1×' }).click();
  await player.getByRole('button', { name: 'Speed 1.5×' }).click();
  await expect(player.getByRole('button', { name: 'Speed 2×' })).toBeVisible();
  await player.getByRole('button', { name: 'Play voice message' }).click();
  await expect(player.getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect.poll(() => position.inputValue().then(Number)).toBeGreaterThan(0.5);
  await expect(player.getByRole('button', { name: 'Play voice message' })).toBeVisible();
  await position.focus();
  await bo.page.keyboard.press('ArrowRight');
  expect(Number(await position.inputValue())).toBeCloseTo(0.1);
  expect(house.complaints.list()).toEqual([]);
});

test('[BL4] a message that is deleted for everyone takes its file from the relay and from both sides', async () => {
  await choose(ann.page, { name: 'secret.bin', mimeType: '', buffer: randomBytes(2_000_000) });
  await send(ann.page);
  await expect(log(bo.page).getByRole('button', { name: 'Download secret.bin' })).toBeVisible();
  expect(blobsAt()).toHaveLength(1);
  await log(ann.page).getByText('secret.bin').click({ button: 'right' });
  await ann.page.getByRole('menuitem', { name: 'Delete for everyone' }).click();
  await ann.page.getByRole('alertdialog').getByRole('button', { name: 'Delete for everyone' }).click();
  await expect.poll(blobsAt).toEqual([]);
  for (const { page } of [ann, bo]) await expect(log(page)).not.toContainText('secret.bin');
  expect(house.complaints.list()).toEqual([]);
});

test('files are dropped onto a conversation, and may be left out again', async () => {
  await ann.page.getByLabel('Message', { exact: true }).evaluate((field) => {
    const data = new DataTransfer();
    data.items.add(new File(['one'], 'one.txt'));
    data.items.add(new File(['two'], 'two.txt'));
    for (const type of ['dragover', 'drop'])
      field.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await ann.page.getByRole('button', { name: 'Do not send one.txt' }).click();
  await send(ann.page);
  await expect(log(bo.page)).toContainText('two.txt');
  await expect(log(ann.page)).not.toContainText('one.txt');
});

test('what another app shares goes to whom one chooses, after what was typed there and not sent', async () => {
  await ann.page.getByLabel('Message', { exact: true }).fill('Half a thought');
  await ann.page.evaluate(() => navigator.serviceWorker.ready);
  await ann.page.evaluate(async () => {
    const form = new FormData();
    form.append('text', 'From another app');
    form.append('files', new File(['shared'], 'shared — 1.txt'));
    await fetch('/share', { method: 'POST', body: form });
  });
  await ann.page.goto(`${house.relay.url}/#/share`);
  const dialog = ann.page.getByRole('dialog', { name: 'Send to whom?' });
  await expect(dialog).toContainText('From another app');
  await dialog.getByRole('button', { name: 'bo' }).click();
  await expect(ann.page.getByLabel('Message', { exact: true })).toHaveValue('Half a thought\nFrom another app');
  await send(ann.page);
  await expect(log(bo.page)).toContainText('shared — 1.txt');
  await expect(log(bo.page)).toContainText('From another app');
  await ann.page.goto(`${house.relay.url}/#/share`);
  await expect(dialog).toBeHidden();
});
