import { answerCall } from '#shared/client/calls/answer-call.ts';
import type { Client } from '#shared/client/client.ts';
import type { AppState } from '#shared/core/app.ts';
import { isAnswerable } from '#shared/core/call/answerable.ts';
import type { CallMedia } from '#shared/protocol/call.ts';
import type { AccountId, CallId } from '#shared/protocol/ids.ts';
import { addressOf } from '#shared/ui/frame/place.ts';
import { takeErrand } from './left-errand.ts';
import type { PageMessage } from './page-message.ts';

/** By then a page that was opened for it has heard of the ring, or will not. */
const PATIENCE_MS = 60_000;

/** Runs `act` once the page is in a state that fits, now or within a minute. */
const once = (client: Client, fits: (state: AppState) => boolean, act: () => void): void => {
  let over = false;
  const end = (): void => {
    over = true;
    clearTimeout(patience);
    leave();
  };
  const look = (state: AppState): void => {
    if (over || !fits(state)) return;
    end();
    act();
  };
  const patience = setTimeout(() => end(), PATIENCE_MS);
  const leave = client.subscribe(look);
  look(client.state());
};

const answer = (client: Client, call: CallId, media: CallMedia): void =>
  once(
    client,
    (state) => isAnswerable(state.call, call),
    () => answerCall(client, call, media),
  );

const callBack = (client: Client, person: AccountId, media: CallMedia): void =>
  once(
    client,
    ({ session, link }) => session.state === 'signed-in' && link.state === 'online',
    () => client.call.start(person, media),
  );

const show = (person: AccountId): void => {
  location.hash = addressOf({ at: 'conversation', person });
};

const heed = (client: Client, message: PageMessage, [port]: readonly MessagePort[] = []): void => {
  if (message.type === 'answer-call') return answer(client, message.call, message.media);
  if (message.type === 'show-conversation') return show(message.person);
  if (message.type === 'call-back') {
    // The relay may be out of reach, and then the call can be made from there.
    show(message.person);
    return callBack(client, message.person, message.media);
  }
  once(
    client,
    ({ call }) => call.phase !== 'none' && call.call === message.call,
    () => port?.postMessage(true),
  );
};

/** What the service worker wants of this page: it hears of rings that the page has not heard of. */
export const heedWorker = (client: Client, { data, ports }: MessageEvent<PageMessage>): void =>
  heed(client, data, ports);

/** What the worker has opened the page for. Reloading it must not do it again. */
export const runErrand = async (client: Client): Promise<void> => {
  const { search, pathname, hash } = location;
  history.replaceState(null, '', pathname + hash);
  const errand = await takeErrand(search);
  if (errand) heed(client, errand);
};
