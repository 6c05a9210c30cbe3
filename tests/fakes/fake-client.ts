import type { Administration, Client, DeviceRing, Reach, Rooms, Senses } from '#shared/client/client.ts';
import type { AppState } from '#shared/core/app.ts';
import type { StreamId } from '#shared/core/call/call.ts';
import type { Message } from '#shared/core/chat/timeline.ts';
import type { Comparison } from '#shared/core/identity/comparison.ts';
import { done, failed } from '#shared/core/reason.ts';
import type { Person, SessionSummary } from '#shared/protocol/account-api.ts';
import type { AccountRecord } from '#shared/protocol/own-account.ts';
import type { Finding } from '#shared/protocol/setup-check.ts';
import { type Act, createShownState } from './shown-state.ts';

export interface FakeWorld {
  readonly people?: readonly Person[];
  readonly sessions?: readonly SessionSummary[];
  /** What the relay keeps of the account. */
  readonly record?: AccountRecord;
  readonly streams?: ReadonlyMap<StreamId, MediaStream>;
  /** What a new recovery key is. */
  readonly words?: readonly string[];
  readonly comparisons?: readonly Comparison[];
  /** Whether pushes reach this device. */
  readonly reach?: Reach;
  /** Without them there are no calls here. */
  readonly senses?: Senses;
  /** What comes of a ring test. */
  readonly rings?: readonly DeviceRing[];
  /** What the setup check comes upon. */
  readonly findings?: readonly Finding[];
  /** Without them what makes rooms cannot be loaded. */
  readonly rooms?: Rooms;
  /** Without it this is no relay of whoever is signed in. */
  readonly administration?: Administration;
  readonly registration?: 'open' | 'key' | 'closed';
}

export interface FakeClient extends Client {
  /** Puts the interface into a state; listeners hear of it at once. */
  become(state: AppState): void;
  readonly acts: readonly Act[];
}

/** A client without a relay: shows whatever state it is given and writes down what it is asked to do. */
export const createFakeClient = (initial: AppState, world: FakeWorld = {}): FakeClient => {
  const { acts, become, state, subscribe, noted, agreed } = createShownState(initial);

  return {
    acts,
    become,
    state,
    subscribe,
    account: {
      probe: async () => ({
        ok: true,
        value: { protocol: 1, version: '0.1.0', registration: world.registration ?? 'open' },
      }),
      create: agreed('account.create'),
      signIn: async (credentials) => {
        acts.push(['account.signIn', credentials]);
        return failed('bad_credentials');
      },
      signOut: agreed('account.signOut'),
      sessions: async () => ({ ok: true, value: world.sessions ?? [] }),
      record: async () => (world.record ? { ok: true, value: world.record } : failed('offline')),
      choose: agreed('account.choose'),
      changePassword: agreed('account.changePassword'),
      beginSecondFactor: async () => failed('offline'),
      turnOnSecondFactor: async () => failed('offline'),
      renewRecoveryCodes: async () => failed('offline'),
      turnOffSecondFactor: agreed('account.turnOffSecondFactor'),
      remove: agreed('account.remove'),
      administration: async () =>
        world.administration ? { ok: true, value: world.administration } : failed('offline'),
      checkSetup: async (tell) => {
        world.findings?.forEach(tell);
        return done;
      },
    },
    identity: {
      confirm: noted('identity.confirm'),
      confirmByCode: agreed('identity.confirmByCode'),
      code: async () => ({ ok: true, value: '0123456789AB' }),
      agree: noted('identity.agree'),
      endLinking: noted('identity.endLinking'),
      remove: agreed('identity.remove'),
      startOver: agreed('identity.startOver'),
      dismissDoubt: noted('identity.dismissDoubt'),
    },
    recovery: {
      create: async () => ({ ok: true, value: world.words ?? [] }),
      keep: agreed('recovery.keep'),
      restore: async (text) => {
        acts.push(['recovery.restore', text]);
        return { ok: true };
      },
    },
    push: {
      subscribe: async () => {
        acts.push(['push.subscribe']);
        return world.reach ?? 'reached';
      },
      unsubscribe: async () => void acts.push(['push.unsubscribe']),
    },
    verification: {
      compare: async (account) => {
        const comparison = world.comparisons?.find((one) => one.account === account);
        return comparison ? { ok: true, value: comparison } : failed('offline');
      },
      decide: agreed('verification.decide'),
      camera: async () => failed('device_missing'),
    },
    people: {
      find: async (query) => {
        const person = world.people?.find(({ uid, login }) => uid === query || login === query);
        return person ? { ok: true, value: person } : failed('not_found');
      },
      contact: agreed('people.contact'),
    },
    chat: {
      open: noted('chat.open'),
      close: noted('chat.close'),
      older: noted('chat.older'),
      newer: noted('chat.newer'),
      newest: noted('chat.newest'),
      goTo: noted('chat.goTo'),
      send: agreed('chat.send'),
      act: agreed('chat.act'),
      message: async (ref) => {
        const items = state().chat.open?.items ?? [];
        return items.find(
          (item): item is Message => item.kind === 'message' && item.id === ref.id && item.author === ref.author,
        );
      },
      retry: noted('chat.retry'),
      discard: noted('chat.discard'),
      read: noted('chat.read'),
      draft: async () => '',
      saveDraft: noted('chat.saveDraft'),
      typing: noted('chat.typing'),
    },
    archive: {
      search: async () => ({ ok: true, value: { messages: [], words: [], more: false } }),
      contents: async () => ({ ok: true, value: { items: 0, files: 0 } }),
      export: async () => failed('offline'),
      erase: agreed('archive.erase'),
    },
    files: {
      send: agreed('files.send'),
      kept: async () => undefined,
      fetch: async () => failed('not_found'),
      record: async () => failed('device_missing'),
      stop: noted('files.stop'),
    },
    call: {
      start: noted('call.start'),
      answer: noted('call.answer'),
      decline: noted('call.decline'),
      hangUp: noted('call.hangUp'),
      dismiss: noted('call.dismiss'),
      resume: noted('call.resume'),
      moveHere: noted('call.moveHere'),
      answerWaiting: noted('call.answerWaiting'),
      declineWaiting: noted('call.declineWaiting'),
      setMicrophone: noted('call.setMicrophone'),
      toggleMicrophone: noted('call.toggleMicrophone'),
      setCamera: noted('call.setCamera'),
      setDeafened: noted('call.setDeafened'),
      share: noted('call.share'),
      stopSharing: noted('call.stopSharing'),
      stream: (id) => world.streams?.get(id),
      choose: noted('call.choose'),
      report: () => undefined,
      iceServers: async () => [],
    },
    rooms: async () => world.rooms,
    senses: async () => world.senses,
    ringTest: {
      begin: async () => ({ ok: true, value: 'test' }),
      heardByPush: agreed('ringTest.heardByPush'),
      result: async () => ({ ok: true, value: world.rings ?? [] }),
    },
    setPrivacy: agreed('setPrivacy'),
    reconnect: noted('reconnect'),
    setVisible: noted('setVisible'),
    notice: noted('notice'),
    dismissNotice: noted('dismissNotice'),
    close: noted('close'),
  };
};
