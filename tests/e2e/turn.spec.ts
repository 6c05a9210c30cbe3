import { expect, type Page, test } from '@playwright/test';
import { type MadeCertificate, makeCertificate } from '#tests/relay/certificates.ts';
import { noTurnServer, type RunningTurnServer, startTurnServer } from '#tests/relay/start-turn-server.ts';
import { expectHeard, expectSeen } from './fixtures/expect-senses.ts';
import { type Household, startHousehold } from './fixtures/household.ts';
import { mediaOf, watchMedia } from './fixtures/media-watch.ts';
import { pathOf, toldTo, watchPaths } from './fixtures/path-watch.ts';
import { callStatus, video } from './fixtures/person.ts';
import { SENSES, type Senses } from './fixtures/senses.ts';
import { acquaintancesByExtension, type ExtensionUser, type Someone } from './fixtures/talk.ts';

const SECRET = 'the secret that relay and TURN server share';
/** Of this machine, like the TURN server's own, and yet told apart from what the browsers have. */
const RELAYED = '127.0.0.2';

test.skip(noTurnServer !== undefined, noTurnServer);

let certificate: MadeCertificate;
let turn: RunningTurnServer;
let house: Household;
test.beforeAll(async () => {
  certificate = await makeCertificate();
});
test.afterAll(() => certificate?.remove());
test.beforeEach(async () => {
  turn = await startTurnServer({ secrets: [SECRET], relayAddresses: [RELAYED], allowed: [RELAYED], certificate });
});
test.afterEach(async () => {
  await house?.close();
  await turn?.stop();
});

/** ann has the PWA, bo the extension; they know each other. `tls`: they are told of no other way to the TURN server. */
const pair = async ({ tls = false, ...options }: { readonly tls?: boolean; readonly turnOnly?: boolean } = {}) => {
  const plain = `turn:127.0.0.1:${turn.port}`;
  const urls = tls ? `turns:localhost:${turn.tlsPort}` : `${plain},${plain}?transport=tcp`;
  house = await startHousehold({ TURN_URLS: urls, TURN_SECRET: SECRET }, tls ? { trusted: certificate.pem.cert } : {});
  const { ann, bo, popup } = await acquaintancesByExtension(house, { senses: SENSES.ann }, { senses: SENSES.bo });
  for (const { context } of [ann, bo]) {
    await watchPaths(context, options);
    await watchMedia(context);
  }
  await ann.page.reload();
  return { ann, bo, popup };
};

const hideUntilAnswer = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Settings' }).click();
  const choice = page.getByRole('switch', { name: 'Connect while it rings' });
  await choice.click();
  await expect(choice).not.toBeChecked();
  await page.getByRole('button', { name: 'Back' }).click();
};

const connected = (page: Page) => expect.poll(async () => (await mediaOf(page)).connected).toBe(1);
const seesAndHears = async (page: Page, uid: string, { colour, tone }: Senses): Promise<void> => {
  const camera = video(uid, 'camera');
  await expect(callStatus(page)).toContainText('Connected');
  await expectSeen(page, camera, colour);
  await expectHeard(page, camera, tone);
};

/** ann calls, bo answers, and both see and hear each other. The pages of the call, hers first. */
const talk = async (ann: Someone, bo: ExtensionUser): Promise<readonly Page[]> => {
  await ann.page.getByRole('button', { name: 'Video call bo' }).first().click();
  const call = await bo.callWindow();
  await call.getByRole('button', { name: 'Answer with video' }).click();
  await seesAndHears(ann.page, bo.uid, SENSES.bo);
  await seesAndHears(call, ann.uid, SENSES.ann);
  return [ann.page, call];
};

const DIRECT = /^(host|prflx)\/(host|prflx)$/;

/** How many connections there have been. */
const connectionsOf = (page: Page): Promise<number> => page.evaluate(() => globalThis.mediaWatch.connections.length);

const ADDRESS = /candidate:\S+ \d \S+ \d+ (\S+)|raddr (\S+)|IN IP[46] (\S+)/g;
/** What stands in a description for no address at all. */
const NOWHERE = ['0.0.0.0', '127.0.0.1'];

/** Whether a line of a description, or a candidate, names an address other than that of the TURN server. */
const isTelling = (line: string): boolean =>
  /typ (?!relay)/.test(line) ||
  [...line.matchAll(ADDRESS)].some(([, own, related, line]) =>
    [own, related, line].some((address) => address !== undefined && ![RELAYED, ...NOWHERE].includes(address)),
  );

test('[TU1] [TU4] where nothing but TURN gets through, the PWA and the extension see and hear each other', async () => {
  const { ann, bo } = await pair({ turnOnly: true });
  for (const page of await talk(ann, bo)) expect(await pathOf(page)).toBe('relay/relay');
  expect(house.complaints.list()).toEqual([]);
});

test('[TU1] where nothing but TURN over TLS gets through, the PWA and the extension see and hear each other', async () => {
  const { ann, bo } = await pair({ turnOnly: true, tls: true });
  for (const page of await talk(ann, bo)) expect(await pathOf(page, { how: true })).toBe('relay/relay tls');
  expect(house.complaints.list()).toEqual([]);
});

test('[TU3] [R20] [R21] whoever hides their address is connected by TURN while it rings, and directly after the answer', async () => {
  const { ann, bo, popup } = await pair();
  await hideUntilAnswer(popup);
  await popup.close();

  await ann.page.getByRole('button', { name: 'Video call bo' }).first().click();
  const call = await bo.callWindow();
  await expect(call.getByRole('button', { name: 'Answer with video' })).toBeVisible();
  for (const page of [ann.page, call]) await connected(page);
  expect(await mediaOf(call)).toEqual({ connected: 1, received: 0, captures: 0 });
  await expect.poll(() => pathOf(call)).toMatch(/^relay\//);
  const told = await toldTo(ann.page);
  expect(told.length).toBeGreaterThan(1);
  expect(told.filter(isTelling)).toEqual([]);

  const before = await Promise.all([ann.page, call].map(connectionsOf));
  await call.getByRole('button', { name: 'Answer with video' }).click();
  await seesAndHears(ann.page, bo.uid, SENSES.bo);
  await seesAndHears(call, ann.uid, SENSES.ann);
  for (const page of [ann.page, call]) await expect.poll(() => pathOf(page)).toMatch(DIRECT);
  // The connection from before has found the shorter way.
  expect(await Promise.all([ann.page, call].map(connectionsOf))).toEqual(before);
  expect((await toldTo(ann.page)).some(isTelling)).toBe(true);
  await expect(callStatus(ann.page)).toContainText('Connected');
  expect(house.complaints.list()).toEqual([]);
});

test('[TU3] two who both hide their address come together by TURN, and directly after the answer', async () => {
  const { ann, bo, popup } = await pair();
  for (const page of [ann.page, popup]) await hideUntilAnswer(page);
  await popup.getByRole('button', { name: 'Video call ann' }).first().click();
  const call = await bo.callWindow();
  for (const page of [ann.page, call]) {
    await connected(page);
    await expect.poll(() => pathOf(page)).toBe('relay/relay');
    expect((await toldTo(page)).filter(isTelling)).toEqual([]);
  }
  await ann.page.getByRole('dialog').getByRole('button', { name: 'Answer with video' }).click();
  await seesAndHears(ann.page, bo.uid, SENSES.bo);
  await seesAndHears(call, ann.uid, SENSES.ann);
  for (const page of [ann.page, call]) await expect.poll(() => pathOf(page)).toMatch(DIRECT);
  expect(house.complaints.list()).toEqual([]);
});

test('[TU3] where TURN does not answer nothing is told either, and the call is connected after the answer', async () => {
  const { ann, bo, popup } = await pair();
  await turn.stop();
  for (const page of [ann.page, popup]) await hideUntilAnswer(page);
  await ann.page.getByRole('button', { name: 'Video call bo' }).first().click();
  const call = await bo.callWindow();
  await expect.poll(() => toldTo(call)).not.toEqual([]);
  for (const page of [ann.page, call]) expect((await toldTo(page)).filter(isTelling)).toEqual([]);
  await call.getByRole('button', { name: 'Answer with video' }).click();
  // Long before what hangs would be given up by itself.
  for (const page of [ann.page, call]) await expect(callStatus(page)).toContainText('Connected', { timeout: 10_000 });
  await seesAndHears(ann.page, bo.uid, SENSES.bo);
  await seesAndHears(call, ann.uid, SENSES.ann);
  expect(house.complaints.list()).toEqual([]);
});
