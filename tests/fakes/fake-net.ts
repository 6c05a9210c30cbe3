import type { OpenRelaySocket, RelayApi } from '#shared/client/ports.ts';
import { done, failed } from '#shared/core/reason.ts';
import type { DeviceRegistration, Session } from '#shared/protocol/account-api.ts';
import type { AccountId, DeviceId } from '#shared/protocol/ids.ts';
import { uuid } from './ids.ts';
import type { ModelEndpoint, ModelRelay } from './model-relay.ts';

/** The way from clients to a model relay: its HTTP API and its sockets. */
export interface FakeNet {
  readonly api: RelayApi;
  readonly openSocket: OpenRelaySocket;
  /** Cuts every socket, and lets none be opened until it is true again. */
  setReachable(reachable: boolean): void;
  /** Cuts every socket once. */
  cut(): void;
  readonly asked: readonly string[];
  protocol: number;
}

interface Who {
  readonly account: AccountId;
  readonly device: DeviceId;
}

export const createFakeNet = (relay: ModelRelay): FakeNet => {
  const logins = new Map<string, AccountId>();
  const tokens = new Map<string, Who>();
  const tickets = new Map<string, Who>();
  const backups = new Map<AccountId, Uint8Array>();
  const open = new Set<() => void>();
  const asked: string[] = [];
  let reachable = true;
  let numbers = 0;

  const enrol = (account: AccountId, login: string, { signing_key, prekey }: DeviceRegistration): Session => {
    numbers += 1;
    const device = uuid(0xd0 + numbers);
    const token = `token-${numbers}`;
    relay.enrol(account, login, { device, signing_key, prekey });
    tokens.set(token, { account, device });
    return { token, account: { uid: account, login, role: 'person' }, device };
  };

  const offline = failed('offline');

  const net: FakeNet = {
    asked,
    protocol: 1,
    api: {
      facts: async () =>
        reachable ? { ok: true, value: { protocol: net.protocol, version: '1', registration: 'open' } } : offline,
      register: async (_, { login, device }) => {
        if (!reachable) return offline;
        if (logins.has(login)) return failed('login_taken');
        const account = uuid(0xa0 + logins.size);
        logins.set(login, account);
        return { ok: true, value: enrol(account, login, device) };
      },
      signIn: async (_, { login, device }) => {
        const account = logins.get(login);
        return account ? { ok: true, value: enrol(account, login, device) } : failed('bad_credentials');
      },
      signOut: async (_, token) => {
        tokens.delete(token);
        return done;
      },
      renewToken: async (_, token) => {
        const who = tokens.get(token);
        if (!reachable || !who) return offline;
        numbers += 1;
        const fresh = `token-${numbers}`;
        tokens.set(fresh, who);
        asked.push('token');
        return { ok: true, value: fresh };
      },
      sessions: async () => ({ ok: true, value: [] }),
      revoke: async () => done,
      accountRecord: async () => offline,
      chooseOfAccount: async () => offline,
      changePassword: async () => offline,
      beginSecondFactor: async () => offline,
      turnOnSecondFactor: async () => offline,
      renewRecoveryCodes: async () => offline,
      turnOffSecondFactor: async () => offline,
      removeAccount: async (_, token) => (tokens.delete(token) ? done : failed('unauthorized')),
      find: async (_, __, login) => {
        const uid = logins.get(login);
        return uid ? { ok: true, value: { uid, login } } : failed('not_found');
      },
      backup: async (_, token) => {
        const kept = reachable ? backups.get(tokens.get(token)?.account ?? '') : undefined;
        return kept ? { ok: true, value: kept } : reachable ? failed('not_found') : offline;
      },
      saveBackup: async (_, token, backup) => {
        const who = tokens.get(token);
        if (!reachable || !who) return offline;
        asked.push('backup');
        backups.set(who.account, backup);
        return done;
      },
      pushKey: async () => (reachable ? { ok: true, value: `B${'A'.repeat(86)}` } : offline),
      savePush: async (_, token, { endpoint }) => {
        if (!reachable || !tokens.has(token)) return offline;
        asked.push(endpoint);
        return done;
      },
      forgetPush: async (_, token) => {
        if (!reachable || !tokens.has(token)) return offline;
        asked.push('no pushes');
        return done;
      },
      beginRingTest: async (_, token) => {
        const who = tokens.get(token);
        if (!reachable || !who) return offline;
        relay.ringTest(who.account, 'a test');
        return { ok: true, value: 'a test' };
      },
      ringHeard: async () => offline,
      ringTestResult: async () => offline,
      setupCheck: async () => offline,
      ticket: async (_, token) => {
        asked.push('ticket');
        if (!reachable) return offline;
        const who = tokens.get(token);
        if (!who || !relay.devicesOf(who.account).some(({ device }) => device === who.device))
          return failed('unauthorized');
        // Stricter than the relay, which lets a former token live on for ten minutes.
        for (const [other, { device }] of tokens) if (device === who.device && other !== token) tokens.delete(other);
        numbers += 1;
        tickets.set(`ticket-${numbers}`, who);
        return { ok: true, value: `ticket-${numbers}` };
      },
    },
    openSocket: (_, ticket, events) => {
      asked.push(ticket);
      const who = tickets.get(ticket);
      tickets.delete(ticket);
      let endpoint: ModelEndpoint | undefined;
      let alive = true;
      const end = (code: number): void => {
        if (!alive) return;
        alive = false;
        open.delete(cut);
        endpoint?.gone();
        queueMicrotask(() => events.closed(code));
      };
      const cut = (): void => end(1006);
      open.add(cut);
      queueMicrotask(() => {
        if (!alive) return;
        if (!who || !reachable || net.protocol !== 1) return cut();
        endpoint = relay.open(who.account, who.device, {
          frame: (frame) => {
            if (frame.type === 'welcome') tickets.set(frame.resume, who);
            queueMicrotask(() => {
              if (alive) events.frame(frame);
            });
          },
          closed: end,
        });
      });
      return {
        send: (frame) =>
          queueMicrotask(() => {
            if (alive) endpoint?.receive(frame);
          }),
        close: () => end(1000),
      };
    },
    cut: () => {
      for (const one of [...open]) one();
    },
    setReachable: (now) => {
      reachable = now;
      if (!now) net.cut();
    },
  };
  return net;
};
