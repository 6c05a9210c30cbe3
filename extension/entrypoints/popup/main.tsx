import { render } from 'solid-js/web';
import { browserPorts } from '#shared/client/browser-ports.ts';
import { createClient } from '#shared/client/create-client.ts';
import { PopupApp } from '#shared/ui/popup-app.tsx';
import { popupHost } from '../../hosts/popup-host.ts';
import { deviceName } from '../../platform/device-name.ts';
import { rootOf } from '../../root.ts';

const client = createClient(browserPorts({ deviceName: deviceName(navigator.userAgent) }));

render(() => <PopupApp client={client} host={popupHost(client)} />, rootOf(document));
