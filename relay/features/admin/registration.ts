import type { RegistrationMode } from '#shared/protocol/account-api.ts';
import type { Actor, Store } from '../../store/store.ts';

/** Who may make an account now: as an administrator has set it, else as the configuration says. */
export interface Registration {
  readonly configured: RegistrationMode;
  mode(): RegistrationMode;
  /** `null`: as the configuration says. */
  set(mode: RegistrationMode | null, by: Actor): Promise<void>;
  /** Before anyone can connect. */
  prepare(): Promise<void>;
}

export const createRegistration = (configured: RegistrationMode, store: Store): Registration => {
  let chosen: RegistrationMode | null = null;
  return {
    configured,
    mode: () => chosen ?? configured,
    async set(mode, by) {
      await store.setRegistration(mode, by);
      chosen = mode;
    },
    async prepare() {
      chosen = await store.registration();
    },
  };
};
