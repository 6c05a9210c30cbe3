import { expect, type Page, test } from '@playwright/test';
import { heardIn, seenIn } from './fixtures/far-end.ts';
import { type Household, startHousehold } from './fixtures/household.ts';
import { callStatus, row, video } from './fixtures/person.ts';
import { acquaintances, type Someone } from './fixtures/talk.ts';

// What a page makes of rings that come twice, too late, or to a browser that cannot answer; and of an answer whose
// camera takes its time.

const RING_MS = 60_000;

let house: Household;
let ann: Someone;
let bo: Someone;

test.beforeEach(async () => {
  house = await startHousehold();
  ({ ann, bo } = await acquaintances(house));
});

test.afterEach(() => house?.close());

const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).first().click();

const isHeard = ({ uid }: Someone, { page }: Someone): Promise<void> =>
  expect.poll(async () => (await heardIn(page, video(uid, 'camera')))?.level ?? 0).toBeGreaterThan(0.02);

type Deliver = (frame: string) => void;

/** From the next load on what the relay says to this page goes through `pass`, and what the page says through `say`. */
const between = async (page: Page, pass: (frame: string, to: Deliver) => void, say = pass): Promise<void> => {
  await page.routeWebSocket(/./, (socket) => {
    const relay = socket.connectToServer();
    socket.onMessage((frame) => say(String(frame), (frame) => relay.send(frame)));
    relay.onMessage((frame) => pass(String(frame), (frame) => socket.send(frame)));
  });
  await page.reload();
  await expect(row(page, 'ann').or(row(page, 'bo')).first()).toContainText('Online');
};

/** What is said of calls, between the relay and a page or two pages. */
const isOfCalls = (frame: string): boolean => /^\{"type":"(call|offer|answer|candidate|restart|leave)/.test(frame);

test('[R2] whatever is said of a call may come twice, or again when the call is over', async () => {
  const said: string[] = [];
  let again: Deliver = () => {};
  const twice = (frame: string, to: Deliver): void => {
    to(frame);
    if (isOfCalls(frame)) to(frame);
  };
  await between(
    bo.page,
    (frame, to) => {
      if (isOfCalls(frame)) said.push(frame);
      again = to;
      twice(frame, to);
    },
    twice,
  );
  await press(ann.page, 'Call bo');
  await press(bo.page, 'Answer');
  await expect(callStatus(ann.page)).toContainText('Connected');
  await isHeard(bo, ann);
  await isHeard(ann, bo);
  await press(ann.page, 'Hang up');
  await expect(callStatus(bo.page)).toContainText('Ended: ann hung up');
  await press(bo.page, 'Close');
  const late = said.filter((frame) => !frame.includes('"ended"'));
  expect(late.length).toBeGreaterThan(3);
  for (const frame of late) again(frame);
  // Nothing that rings on stands in the way of the next call.
  await press(ann.page, 'Close');
  const button = bo.page.getByRole('button', { name: 'Call ann', exact: true }).first();
  await button.click({ timeout: RING_MS / 4 });
  await expect(callStatus(bo.page)).toContainText('Ringing');
  await press(bo.page, 'Hang up');
  expect(house.complaints.list()).toEqual([]);
});

test('[R6] a ring that has less than three seconds left does not begin, and is missed', async () => {
  await between(
    bo.page,
    (frame, to) => {
      const heard = JSON.parse(frame);
      if (heard.type === 'call') heard.record.created_at -= RING_MS - 2_500;
      to(JSON.stringify(heard));
    },
    (frame, to) => to(frame),
  );
  await press(ann.page, 'Call bo');
  await expect(callStatus(ann.page)).toContainText('Calling');
  await press(ann.page, 'Hang up');
  await expect(row(bo.page, 'ann')).toContainText('Missed');
  await expect(bo.page.getByRole('dialog')).toHaveCount(0);
  expect(house.complaints.list()).toEqual([]);
});

test('[R16] a page without WebRTC says so and stays silent, and the other page rings', async () => {
  const said = bo.page.getByText('This browser cannot call: it has no WebRTC, or it is turned off.');
  await bo.page.addInitScript(() => Reflect.deleteProperty(globalThis, 'RTCPeerConnection'));
  await bo.page.reload();
  await expect(said).toBeVisible();
  await expect(row(ann.page, 'bo')).toContainText('Online');
  await press(ann.page, 'Call bo');
  await expect(callStatus(ann.page)).toContainText('Calling');

  const other = await bo.context.newPage();
  await other.goto(house.relay.url);
  await press(other, 'Answer');
  await expect(callStatus(ann.page)).toContainText('Connected');
  await expect(bo.page.getByRole('dialog')).toHaveCount(0);
  await press(other, 'Hang up');
  await press(ann.page, 'Close');

  await press(bo.page, 'Dismiss');
  await expect(said).toHaveCount(0);
  await press(bo.page, 'Call ann');
  await expect(said).toBeVisible();
  await expect(callStatus(bo.page)).toHaveCount(0);
  expect(house.complaints.list()).toEqual([]);
});

test('[R23] the voice does not wait for the picture: a camera that takes its time comes after', async () => {
  const open = await bo.page.evaluateHandle(() => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      if (wanted?.video) await promise;
      return ask(wanted);
    };
    return resolve;
  });
  await press(ann.page, 'Video call bo');
  await press(bo.page, 'Answer with video');
  await expect(callStatus(ann.page)).toContainText('Connected');
  await isHeard(bo, ann);
  await isHeard(ann, bo);
  const bosPicture = () => seenIn(ann.page, video(bo.uid, 'camera'));
  expect(await bosPicture()).toBeUndefined();
  await open.evaluate((open) => open());
  await expect.poll(async () => (await bosPicture())?.frames ?? 0).toBeGreaterThan(2);
  await press(ann.page, 'Hang up');
  expect(house.complaints.list()).toEqual([]);
});
