import { render } from 'solid-js/web';
import { earlyClient } from '#shared/client/early-client.ts';
import { indexedDbHistory } from '#shared/client/history/indexed-db.ts';
import { PopupApp } from '#shared/ui/popup-app.tsx';
import { en } from '#shared/ui/strings/en.ts';
import { bringWords } from '#shared/ui/strings/languages.ts';
import { popupHost } from '../../hosts/popup-host.ts';
import { rootOf } from '../../root.ts';
import { when } from '../../when.ts';
import { loadClient } from './load-client.ts';

/** The outline is shown for a memory that takes longer than that; else the first that is painted are the people. */
const OUTLINE_MS = 50;

const history = indexedDbHistory();
const client = earlyClient(history, () => loadClient(history));
// Those of another language come when it is known that they are wanted.
bringWords('en', en);

const outlineIsDue = new Promise((resolve) => setTimeout(resolve, OUTLINE_MS));
await Promise.race([when(client, ({ session }) => session.state !== 'loading'), outlineIsDue]);
render(() => <PopupApp client={client} host={popupHost(client)} />, rootOf(document));
