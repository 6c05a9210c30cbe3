import { render } from 'solid-js/web';
import { browserPorts } from '#shared/client/browser-ports.ts';
import { createClient } from '#shared/client/create-client.ts';
import { WelcomeApp } from '#shared/ui/welcome-app.tsx';
import { welcomeHost } from '../../hosts/welcome-host.ts';
import { deviceName } from '../../platform/device-name.ts';
import { rootOf } from '../../root.ts';

const calling = async () => (await import('#shared/client/calling.ts')).calling;
const client = createClient(browserPorts({ deviceName, calling }));
const check = location.hash === '#check';

render(() => <WelcomeApp client={client} host={welcomeHost} check={check} />, rootOf(document));
