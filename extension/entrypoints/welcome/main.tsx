import { render } from 'solid-js/web';
import { browserPorts } from '#shared/client/browser-ports.ts';
import type { Client } from '#shared/client/client.ts';
import { createClient } from '#shared/client/create-client.ts';
import { WelcomeApp } from '#shared/ui/welcome-app.tsx';
import { welcomeHost } from '../../hosts/welcome-host.ts';
import { deviceName } from '../../platform/device-name.ts';
import { rootOf } from '../../root.ts';

/** It tries the devices, but runs no calls: one that rang here would be shown nowhere. */
const client: Client = {
  ...createClient(browserPorts({ deviceName })),
  senses: () =>
    import('#shared/client/calling.ts').then(
      ({ calling }) => calling,
      () => undefined,
    ),
};
const check = location.hash === '#check';

render(() => <WelcomeApp client={client} host={welcomeHost} check={check} />, rootOf(document));
