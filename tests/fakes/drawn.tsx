import { parseHTML } from 'linkedom';
import type { Component } from 'solid-js';
import { vi } from 'vitest';
import type { Client } from '#shared/client/client.ts';
import type { AppState } from '#shared/core/app.ts';
import { newMind } from '#shared/core/mind.ts';
import { createClientState } from '#shared/ui/frame/client-state.ts';
import { type Ui, UiContext } from '#shared/ui/frame/ui.ts';
import { en } from '#shared/ui/strings/en.ts';
import { moreEn } from '#shared/ui/strings/en-more.ts';
import { createFakeClient, type FakeWorld } from './fake-client.ts';
import { ann, annLaptop } from './ids.ts';

// Components without a browser: a document that lays nothing out and loads nothing. What they import looks for it when it is
// loaded, so `draw` is given how to load them.

// The first that is drawn is compiled before, with all that it is made of.
vi.setConfig({ testTimeout: 300_000 });

const { window } = parseHTML('<!doctype html><html><head></head><body></body></html>');
const nobody = { observe: () => {}, disconnect: () => {}, takeRecords: () => [] };
const watcher = class {
  observe = nobody.observe;
  disconnect = nobody.disconnect;
  takeRecords = nobody.takeRecords;
};
const classes = Object.fromEntries(
  [
    'CustomEvent',
    'Element',
    'Event',
    'HTMLElement',
    'HTMLHeadElement',
    'HTMLIFrameElement',
    'HTMLInputElement',
    'Node',
    'SVGElement',
  ].map((name) => [name, window[name as keyof typeof window] ?? class {}]),
);
Object.assign(globalThis, classes, {
  window,
  document: window.document,
  location: { hash: '#/' },
  matchMedia: () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }),
  MutationObserver: watcher,
  NodeFilter: { SHOW_ELEMENT: 1, FILTER_ACCEPT: 1, FILTER_REJECT: 2, FILTER_SKIP: 3 },
  getComputedStyle: () => ({ getPropertyValue: () => '', display: 'block', visibility: 'visible' }),
  requestAnimationFrame: (draw: () => void) => setTimeout(draw),
});

Object.assign(window.HTMLElement.prototype, { checkVisibility: () => true, scrollIntoView: () => {} });

/** Of `ann`, signed in and in touch with the relay. */
export const shownTo: AppState = {
  ...newMind(false).app,
  session: {
    state: 'signed-in',
    relay: 'https://tincan.example',
    account: { uid: ann, login: 'ann', role: 'admin' },
    device: annLaptop,
  },
};

interface Drawing {
  readonly state?: AppState;
  readonly world?: FakeWorld;
  /** What of the client does something else than to agree. */
  readonly change?: (client: Client) => Partial<Client>;
  readonly ui?: Partial<Ui>;
}

/** Draws a component alone on the page; what was drawn before is gone. */
export const draw = async <Props extends object>(
  load: () => Promise<Component<Props>>,
  props: Props,
  { state = shownTo, world, change, ui }: Drawing = {},
) => {
  leave();
  const [{ render }, Drawn] = [await import('solid-js/web'), await load()];
  const fake = createFakeClient(state, world);
  const client: Client = { ...fake, ...change?.(fake) };
  const words = { ...en, ...moreEn };
  const page = window.document.body;
  leave = render(() => {
    const around = {
      client,
      host: { kind: 'page' },
      state: createClientState(client),
      words: () => words,
      navigation: { place: () => ({ at: 'people' }), go: () => {}, back: () => {}, leave: () => {} },
      ...ui,
    } as Ui;
    return (
      <UiContext.Provider value={around}>
        <Drawn {...props} />
      </UiContext.Provider>
    );
  }, page);
  const find = <Found extends Element>(selector: string): Found => {
    const found = page.querySelector<Found>(selector);
    if (!found) throw new Error(`no ${selector} in ${page.textContent}`);
    return found;
  };
  return {
    page,
    fake,
    words,
    find,
    /** The button with these words. */
    button: (label: string): HTMLButtonElement => {
      const buttons = [...page.querySelectorAll('button')];
      const found = buttons.find((one) => (one.getAttribute('aria-label') ?? one.textContent.trim()) === label);
      if (!found) throw new Error(`no “${label}” among ${buttons.map(({ textContent }) => textContent)}`);
      return found;
    },
    /** What of an open menu has these words. */
    choose: (label: string): void => {
      const item = [...page.querySelectorAll('[role="menuitem"]')].find(({ textContent }) => textContent === label);
      if (!item) throw new Error(`no “${label}” in ${page.textContent}`);
      item.dispatchEvent(Object.assign(new window.Event('pointerup', { bubbles: true }), { button: 0 }));
    },
    type: (text: string, selector = 'input'): void => {
      const field = find<HTMLInputElement>(selector);
      field.value = text;
      field.dispatchEvent(new window.Event('input', { bubbles: true }));
    },
    submit: (): void =>
      void find('form').dispatchEvent(new window.Event('submit', { bubbles: true, cancelable: true })),
    pressEscape: (): void => {
      const pressed = new window.Event('keydown', { bubbles: true, cancelable: true });
      page.dispatchEvent(Object.assign(pressed, { key: 'Escape' }));
    },
  };
};

let leave = (): void => {};
