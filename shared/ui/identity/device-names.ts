import { createResource } from 'solid-js';
import type { DeviceId } from '#shared/protocol/ids.ts';
import { useUi } from '../frame/ui.ts';

/** What own devices are called, asked of the relay whenever those who are wanted are others; not at all where none is. */
export const createDeviceNames = (wanted: () => readonly (DeviceId | undefined)[]): ((device: DeviceId) => string) => {
  const { client, words } = useUi();
  const [sessions] = createResource(
    () => wanted().join() || undefined,
    () => client.account.sessions(),
  );
  return (device) => {
    const answer = sessions.latest;
    const known = answer?.ok ? answer.value.find((session) => session.device === device) : undefined;
    return known?.device_name ?? words().identity.someDevice;
  };
};
