import { render } from 'solid-js/web';
import { earlyClient } from '#shared/client/early-client.ts';
import { indexedDbHistory } from '#shared/client/history/indexed-db.ts';
import { PopupApp } from '#shared/ui/popup-app.tsx';
import { popupHost } from '../../hosts/popup-host.ts';
import { rootOf } from '../../root.ts';
import { loadClient } from './load-client.ts';

const history = indexedDbHistory();
const client = earlyClient(history, () => loadClient(history));

render(() => <PopupApp client={client} host={popupHost(client)} />, rootOf(document));
