import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AppState } from '#shared/core/app.ts';
import { newMind } from '#shared/core/mind.ts';
import { createFakeClient } from '#tests/fakes/fake-client.ts';
import { ann, bo, uuid } from '#tests/fakes/ids.ts';
import { leaveErrand } from '../../pwa/left-errand.ts';
import type { PageMessage } from '../../pwa/page-message.ts';
import { heedWorker, runErrand } from '../../pwa/ring-errands.ts';
import { ringsHere } from './rings-here.ts';
import { stubCaches } from './stub-caches.ts';

const CALL = uuid(0xca11);

const quiet: AppState = newMind(false).app;
const rung = (call: string): AppState => ({ ...quiet, call: ringsHere(call) });

const here: AppState = {
  ...quiet,
  session: {
    state: 'signed-in',
    relay: 'https://relay.test',
    account: { uid: bo, login: 'bo', role: 'person' },
    device: uuid(0xd1),
  },
  link: { state: 'online', endpoint: 'e-1', skew: 0, pulse: 'heard' },
};

const told = (data: PageMessage, port?: Pick<MessagePort, 'postMessage'>) =>
  ({ data, ports: port ? [port] : [] }) as unknown as MessageEvent<PageMessage>;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('what the worker wants of a page', () => {
  test('[PU8] an answer is given as soon as the page has heard of that call, once', () => {
    const client = createFakeClient(quiet);
    heedWorker(client, told({ type: 'answer-call', call: CALL, media: 'audio' }));
    client.become(rung(uuid(0xbad)));
    expect(client.acts).toEqual([]);
    client.become(rung(CALL));
    client.become(rung(CALL));
    expect(client.acts).toEqual([['call.answer', 'audio']]);
  });

  test('[PU8] [R15] an answer goes to just the call it was given to, also while another one rings or is had', () => {
    const waiting = { call: CALL, person: ann, media: 'audio' } as const;
    const first = ringsHere(uuid(0xca12));
    for (const call of [{ ...first, waiting }, { ...first, phase: 'active', waiting } as unknown as AppState['call']]) {
      const client = createFakeClient(quiet);
      heedWorker(client, told({ type: 'answer-call', call: CALL, media: 'audio' }));
      client.become({ ...quiet, call: first });
      expect(client.acts).toEqual([]);
      client.become({ ...quiet, call });
      expect(client.acts).toEqual([['call.answerWaiting', CALL, 'audio']]);
    }
  });

  test('[PU8] an answer is not given to a call that comes after a minute', () => {
    const client = createFakeClient(quiet);
    heedWorker(client, told({ type: 'answer-call', call: CALL, media: 'audio' }));
    vi.advanceTimersByTime(60_000);
    client.become(rung(CALL));
    expect(client.acts).toEqual([]);
  });

  test('[R38] [PU8] whoever is called back is shown, and rung once the page is at the relay', () => {
    vi.stubGlobal('location', { hash: '#/settings' });
    const client = createFakeClient(quiet);
    heedWorker(client, told({ type: 'call-back', person: ann, media: 'audio' }));
    expect(client.acts).toEqual([]);
    expect(location.hash).toBe(`#/with/${ann}`);
    client.become(here);
    expect(client.acts).toEqual([['call.start', ann, 'audio']]);
  });

  test('[R38] [PU8] a page shows the conversation with whoever has called', () => {
    vi.stubGlobal('location', { hash: '' });
    heedWorker(createFakeClient(here), told({ type: 'show-conversation', person: ann }));
    expect(location.hash).toBe(`#/with/${ann}`);
  });

  test('[PU8] a page says that it knows of a call, at once or when it does', () => {
    const postMessage = vi.fn();
    heedWorker(createFakeClient(rung(CALL)), told({ type: 'knows-call', call: CALL }, { postMessage }));
    expect(postMessage).toHaveBeenCalledOnce();
    const client = createFakeClient(quiet);
    heedWorker(client, told({ type: 'knows-call', call: CALL }, { postMessage }));
    expect(postMessage).toHaveBeenCalledOnce();
    client.become(rung(CALL));
    expect(postMessage).toHaveBeenCalledTimes(2);
  });

  test.each([
    [{ type: 'answer-call', call: CALL, media: 'video' }, [['call.answer', 'video']]],
    [{ type: 'call-back', person: ann, media: 'video' }, [['call.start', ann, 'video']]],
  ] as const)(
    '[PU8] a page that was opened for %o does that, and not again when it is reloaded',
    async (errand, acts) => {
      stubCaches();
      const replaceState = vi.fn();
      vi.stubGlobal('location', { search: await leaveErrand(errand), pathname: '/', hash: '#/settings' });
      vi.stubGlobal('history', { replaceState });
      const client = createFakeClient({ ...here, call: rung(CALL).call });
      await runErrand(client);
      expect(client.acts).toEqual(acts);
      expect(replaceState).toHaveBeenCalledWith(null, '', '/#/settings');
      await runErrand(client);
      expect(client.acts).toEqual(acts);
    },
  );
});
