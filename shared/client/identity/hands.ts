import type { Comparison } from '#shared/core/identity/comparison.ts';
import type { Doubt } from '#shared/core/identity/identity.ts';
import type { AppEffect, AppEvent } from '#shared/core/mind.ts';
import { failed, type Outcome } from '#shared/core/reason.ts';
import type { AccountId, ConversationId } from '#shared/protocol/ids.ts';
import { loadOnce } from '../load-once.ts';
import type { DeviceDirectory } from '../mail/device-directory.ts';
import { onDemand } from '../on-demand.ts';
import type { Ports, StoredSession } from '../ports.ts';
import type { Recovery } from '../recovery/recovery.ts';
import { createRenewal } from '../recovery/renewal.ts';
import type { Line } from '../relay/line.ts';
import type { Keeper } from './keeper.ts';
import type { Linker } from './linking.ts';
import { standings } from './standing.ts';

type LinkEffect = Extract<AppEffect, { type: 'link' }>;

/** What a context does about devices and identities; each part is loaded when it is first needed. */
export interface IdentityHands {
  readonly directory: DeviceDirectory;
  /** Keeps the account's device list. */
  keeper(): Promise<Keeper>;
  /** Makes own devices trusted ones. */
  linker(): Promise<Linker>;
  /** What 24 words give back. */
  recovery(): Promise<Recovery>;
  /** What to hold against what somebody else has on their screen. */
  compare(account: AccountId): Promise<Outcome<Comparison>>;
  /** Something was decided here that the own other devices have to know. */
  decided(): void;
  /** What is known of identities has changed: shows it, and tells the other contexts. */
  changed(): void;
  /** Another context has changed it. */
  recall(): void;
  doubt(doubt: Doubt): void;
  /** Asks how this device stands, or what is new of somebody else's devices. */
  look(of: AccountId | undefined): void;
  hear(effect: LinkEffect): void;
  close(): void;
}

export interface IdentityHandsOptions {
  readonly ports: Ports;
  readonly line: Line;
  readonly session: () => StoredSession | undefined;
  readonly dispatch: (event: AppEvent) => void;
  /** What others are let know is another choice now. */
  readonly onPrivacy: () => void;
  readonly onConversation: (conversation: ConversationId) => void;
  /** What waits to be sent may go now: this device is confirmed, or somebody has other devices. */
  readonly onReachable: () => void;
  /** What has come to this context by now is stored. */
  readonly settled: () => Promise<void>;
  readonly onBroken: (error: unknown) => void;
}

/** Code that cannot be loaded now: whoever asks next tries again. */
const ignore = (): void => {};

export const createIdentityHands = (options: IdentityHandsOptions): IdentityHands => {
  const { ports, line, session, dispatch, onPrivacy, onConversation, onReachable, settled, onBroken } = options;
  const { history, windows, clock } = ports;

  let confirmed = false;
  const recallIdentity = async (): Promise<void> => {
    const self = session();
    if (!self) return;
    const identity = await standings(history, self);
    dispatch({ type: 'identity-read', identity });
    const wasConfirmed = confirmed;
    confirmed = identity.device === 'confirmed';
    // What was written before has waited for this.
    if (confirmed && !wasConfirmed) onReachable();
  };
  const recall = (): void => void recallIdentity().catch(onBroken);
  const changed = (): void => {
    windows.post({ type: 'identity-changed' });
    recall();
    renewal.look();
  };
  const doubt = (doubt: Doubt): void => dispatch({ type: 'identity-doubted', doubt });
  let known: DeviceDirectory | undefined;
  const loadDirectory = async (): Promise<DeviceDirectory> => {
    const { createDeviceDirectory } = await import('../mail/device-directory.ts');
    known = createDeviceDirectory({
      ...ports,
      line,
      session,
      onChanged: changed,
      onDoubt: doubt,
    });
    return known;
  };
  const directory = onDemand<DeviceDirectory, Pick<DeviceDirectory, 'forget'>>(
    { forget: (account) => known?.forget(account) },
    loadDirectory,
    failed('offline'),
  );
  /** Asked for anew when something is next sealed for them; who was verified is to be warned of at once. */
  const othersChanged = async (account: AccountId): Promise<void> => {
    directory.forget(account);
    onReachable();
    if ((await history.pin(account))?.verified) await directory.ask([account]);
  };
  const keeper = loadOnce(async (): Promise<Keeper> => {
    const { createKeeper } = await import('./keeper.ts');
    return createKeeper({
      ...ports,
      line,
      directory,
      session,
      show: (identity) => dispatch({ type: 'identity-read', identity }),
      onChanged: changed,
      onBroken,
    });
  });
  const onTaken = async (): Promise<void> => {
    changed();
    onPrivacy();
    await keeper().then(({ look }) => look(), ignore);
  };
  const decided = (): void => {
    changed();
    onReachable();
  };
  const recovery = loadOnce(async (): Promise<Recovery> => {
    const { createRecovery } = await import('../recovery/recovery.ts');
    return createRecovery({ ...ports, directory, session, onKept: decided, onTaken });
  });
  const compare: IdentityHands['compare'] = async (account) => {
    const self = session();
    if (!self) return failed('unauthorized');
    return import('./compare.ts').then(
      (loaded) => loaded.compare({ history, directory, self }, account),
      () => failed('offline'),
    );
  };
  const renewal = createRenewal(
    clock,
    async () => {
      if (!line.welcome() || !(await history.identity())?.recovery) return;
      // Where it cannot be done now, the next socket tries again.
      await recovery().then(({ renew }) => renew(), ignore);
    },
    onBroken,
  );
  let linking: Linker | undefined;
  const linker = loadOnce(async (): Promise<Linker> => {
    const { createLinker } = await import('./linking.ts');
    linking = createLinker({
      ...ports,
      line,
      directory,
      session,
      show: (shown) => dispatch({ type: 'identity-read', identity: { linking: shown } }),
      onChanged: onConversation,
      onTaken,
      settled,
      onBroken,
    });
    return linking;
  });

  return {
    directory,
    keeper,
    linker,
    recovery,
    compare,
    decided,
    changed,
    recall,
    doubt,
    look: (of) => {
      if (of !== undefined && of !== session()?.account.uid) return void othersChanged(of).catch(onBroken);
      if (of !== undefined) directory.forget(of);
      renewal.look();
      // Where its code cannot be loaded now, the next socket asks again.
      void keeper().then(({ look }) => look(), ignore);
    },
    hear: ({ from, body, visible }) => {
      if (linking || visible) void linker().then(({ hear }) => hear(from, body), ignore);
    },
    close: () => renewal.close(),
  };
};
