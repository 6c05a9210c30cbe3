import { done, failed, type Outcome } from '#shared/core/reason.ts';
import type { DeviceRegistration, Session } from '#shared/protocol/account-api.ts';
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts';
import type { Administration, Client } from '../client.ts';
import type { DeviceSecrets } from '../ports.ts';
import { signedIn, stored, type Within } from './within.ts';

/** Coming to a relay, and leaving it. */
export const accountActs = (within: Within): Client['account'] => {
  const { ports, session, recall, forget } = within;
  const { api, clock, history, windows } = ports;

  const adopt = async (
    relay: string,
    { token, account, device }: Session,
    secrets: DeviceSecrets,
  ): Promise<Outcome> => {
    // The relay has the first prekey already.
    const prekeys = secrets.prekeys.map((prekey) => ({ ...prekey, since: clock.now() }));
    const kept = await stored(
      history.saveSession({ relay, token, account, device, since: clock.now() }, { ...secrets, prekeys }),
    );
    if (!kept.ok) return kept;
    windows.post({ type: 'session-changed' });
    await recall();
    return done;
  };

  /** This device gets its keys, is made known to the relay and remembers who it is. */
  const enrol = async (
    relay: string,
    ask: (device: DeviceRegistration) => Promise<Outcome<Session>>,
  ): Promise<Outcome> => {
    const made = await Promise.all([ports.sealer(), ports.deviceName()])
      .then(([sealer, name]) => sealer.newDevice(name))
      .catch(() => undefined);
    // The code that seals could not be loaded.
    if (!made) return failed('offline');
    const answer = await ask(made.registration);
    return answer.ok ? adopt(relay, answer.value, made.secrets) : answer;
  };

  /** Nothing of whoever was signed in stays here. */
  const leave = async (): Promise<Outcome> => {
    // The relay forgets the subscription with the session; the browser may not answer at all.
    void ports
      .push?.()
      .then((push) => push.unsubscribe())
      .catch(() => {});
    const erased = await stored(history.erase());
    windows.post({ type: 'session-changed' });
    return erased;
  };

  return {
    probe: async (relay) => {
      const facts = await api.facts(relay);
      return facts.ok && facts.value.protocol !== PROTOCOL_VERSION ? failed('not_a_relay') : facts;
    },
    create: ({ relay, ...request }) => enrol(relay, (device) => api.register(relay, { ...request, device })),
    signIn: ({ relay, ...request }) => enrol(relay, (device) => api.signIn(relay, { ...request, device })),
    signOut: async () => {
      const left = session();
      // First of all: the relay closes the sockets of a device that is signed out, which is no news then.
      forget();
      // Together: a popup may close before a relay that is out of reach has been waited for.
      const [erased] = await Promise.all([leave(), left && api.signOut(left.relay, left.token)]);
      return erased;
    },
    sessions: () => signedIn(within, ({ relay, token }) => api.sessions(relay, token)),
    record: () => signedIn(within, ({ relay, token }) => api.accountRecord(relay, token)),
    choose: (choice) => signedIn(within, ({ relay, token }) => api.chooseOfAccount(relay, token, choice)),
    changePassword: (password, fresh) =>
      signedIn(within, ({ relay, token }) => api.changePassword(relay, token, password, fresh)),
    beginSecondFactor: (password) =>
      signedIn(within, ({ relay, token }) => api.beginSecondFactor(relay, token, password)),
    turnOnSecondFactor: (code) => signedIn(within, ({ relay, token }) => api.turnOnSecondFactor(relay, token, code)),
    renewRecoveryCodes: (password, code) =>
      signedIn(within, ({ relay, token }) => api.renewRecoveryCodes(relay, token, password, code)),
    turnOffSecondFactor: (password, code) =>
      signedIn(within, ({ relay, token }) => api.turnOffSecondFactor(relay, token, password, code)),
    remove: (password) =>
      signedIn(within, async ({ relay, token }) => {
        const removed = await api.removeAccount(relay, token, password);
        if (!removed.ok) return removed;
        forget();
        return leave();
      }),
    administration: () =>
      signedIn<Administration>(within, ({ relay, token }) =>
        import('../relay/administration-api.ts').then(
          ({ administrationApi }) => ({ ok: true, value: administrationApi(relay, token) }),
          () => failed('offline'),
        ),
      ),
    checkSetup: (tell) =>
      signedIn(within, (self) =>
        import('../setup-check/run.ts').then(
          ({ runSetupCheck }) => runSetupCheck(ports, self, tell),
          () => failed('offline'),
        ),
      ),
  };
};
