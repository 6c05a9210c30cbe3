import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { draw } from '#tests/fakes/drawn.tsx';
import { quiet, until } from '#tests/fakes/until.ts';
import { active, CY, during, incoming } from '#tests/pwa/gallery/people.ts';

const fullscreenButton = async () => (await import('#shared/ui/call/fullscreen-button.tsx')).FullscreenButton;
const viewer = async () => (await import('#shared/ui/files/image-viewer.tsx')).ImageViewer;

beforeEach(() => {
  const close = function (this: HTMLElement): void {
    this.dispatchEvent(new Event('close'));
  };
  Object.assign(HTMLElement.prototype, { showModal: () => {}, close });
});

test('a picture over everything gives way to a ring, and not to one that is silent', async () => {
  const onClose = vi.fn();
  const { fake } = await draw(viewer, { address: 'blob:picture', name: 'picture.png', onClose });
  fake.become(during({ ...incoming, silent: true }));
  await quiet();
  expect(onClose).not.toHaveBeenCalled();
  fake.become(during(incoming));
  await until(() => onClose.mock.calls.length > 0);
});

const waiting = { call: incoming.call, person: CY, media: 'audio' } as const;

test('[R15] a picture over everything gives way to whoever calls during a call, and not to one who is silent', async () => {
  const onClose = vi.fn();
  const picture = { address: 'blob:picture', name: 'picture.png', onClose };
  const { fake } = await draw(viewer, picture, { state: during(active) });
  fake.become(during({ ...active, waiting: { ...waiting, silent: true } }));
  await quiet();
  expect(onClose).not.toHaveBeenCalled();
  fake.become(during({ ...active, waiting }));
  await until(() => onClose.mock.calls.length > 0);
});

test('one that is opened while somebody rings stays', async () => {
  const onClose = vi.fn();
  await draw(viewer, { address: 'blob:picture', name: 'picture.png', onClose }, { state: during(incoming) });
  await quiet();
  expect(onClose).not.toHaveBeenCalled();
});

/** A document that shows one element alone, or none. */
const showing = (element: unknown) => {
  const exitFullscreen = vi.fn(async () => {});
  Object.assign(document, { fullscreenElement: element, exitFullscreen });
  return exitFullscreen;
};

afterEach(() => void showing(null));

test('a picture that fills the screen gives way to a ring', async () => {
  const leave = showing(document.body);
  const { fake } = await draw(fullscreenButton, { of: () => document.body });
  fake.become(during({ ...incoming, silent: true }));
  await quiet();
  expect(leave).not.toHaveBeenCalled();
  fake.become(during(incoming));
  await until(() => leave.mock.calls.length > 0);
});

test('[R15] a picture that fills the screen gives way to whoever calls during the call', async () => {
  const leave = showing(document.body);
  const { fake } = await draw(fullscreenButton, { of: () => document.body }, { state: during(active) });
  fake.become(during({ ...active, waiting: { ...waiting, silent: true } }));
  await quiet();
  expect(leave).not.toHaveBeenCalled();
  fake.become(during({ ...active, waiting }));
  await until(() => leave.mock.calls.length > 0);
});

test('where nothing fills the screen, nothing is left for a ring', async () => {
  const leave = showing(null);
  const { fake } = await draw(fullscreenButton, { of: () => document.body });
  fake.become(during(incoming));
  await quiet();
  expect(leave).not.toHaveBeenCalled();
});
