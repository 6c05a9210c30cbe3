import { createResource } from 'solid-js';
import type { DeviceId } from '#shared/protocol/ids.ts';
import { useUi } from '../frame/ui.ts';

/** What own devices are called, asked of the relay whenever those who wait are others; not at all where nobody does. */
export const createDeviceNames = (): ((device: DeviceId) => string) => {
  const { client, state, words } = useUi();
  const [sessions] = createResource(
    () => [...state().identity.waiting, state().identity.linking?.other].join() || undefined,
    () => client.account.sessions(),
  );
  return (device) => {
    const answer = sessions.latest;
    const known = answer?.ok ? answer.value.find((session) => session.device === device) : undefined;
    return known?.device_name ?? words().identity.someDevice;
  };
};
