import { createSignal, Show } from 'solid-js';
import type { OwnDevices } from '#shared/client/client.ts';
import type { ActiveCall, OutgoingCall } from '#shared/core/call/call.ts';
import type { DeviceNews, OwnDevicesState } from '#shared/core/media/own-devices.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { createOwn } from './own.ts';

/** A device that was unplugged during the call, or is there again. */
export const DeviceNewsLine = (props: { readonly call: ActiveCall | OutgoingCall }) => {
  const { words } = useUi();
  const [read, setRead] = createSignal<DeviceNews>();
  const { state } = createOwn<OwnDevicesState, OwnDevices>(({ devices }) => {
    // What happened before the call is no news.
    setRead(devices.state().news);
    return devices;
  });
  const news = () => {
    const now = state()?.news;
    if (!now || now === read()) return undefined;
    // That there is no other is said with what can be done.
    const isMissed = now.kind !== 'loudspeaker' && props.call[now.kind].state === 'unavailable';
    return isMissed ? undefined : now;
  };
  return (
    <Show when={news()}>
      {(now) => (
        <Banner
          actions={
            <Button tone="quiet" onClick={() => setRead(now())}>
              {words().common.dismiss}
            </Button>
          }
        >
          {words().devices[now().what](now().label || words().devices.names[now().kind])}
        </Banner>
      )}
    </Show>
  );
};
