import { render } from 'solid-js/web';
import { browserPorts } from '#shared/client/browser-ports.ts';
import { createClient } from '#shared/client/create-client.ts';
import { devicesFirst } from '#shared/ui/call/devices-first.ts';
import { CallWindowApp } from '#shared/ui/call-window-app.tsx';
import { callWindowHost } from '../../hosts/call-window-host.ts';
import { becomeCallWindow, takeErrands } from '../../platform/become-call-window.ts';
import { deviceName } from '../../platform/device-name.ts';
import { rootOf } from '../../root.ts';
import { closeWhenOver, hangUpOnClose } from './lifetime.ts';
import { roomHere } from './room-here.ts';
import { runErrand } from './run-errand.ts';

const start = (): void => {
  const calling = async () => (await import('#shared/client/calling.ts')).calling;
  const room = roomHere(createClient(browserPorts({ deviceName, calling })));
  const { client } = room;
  render(() => <CallWindowApp client={devicesFirst(client)} host={callWindowHost(client)} />, rootOf(document));
  takeErrands((errand) => void runErrand(client, errand));
  hangUpOnClose(client, room);
  closeWhenOver(client, room);
};

if (await becomeCallWindow()) start();
else window.close();
