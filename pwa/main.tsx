import { render } from 'solid-js/web';
import { Broken } from '#shared/ui/frame/broken.tsx';
import { showStoredTheme } from '#shared/ui/frame/preferences.ts';
import { Shell } from '#shared/ui/frame/shell.tsx';
import '#shared/ui/kit/base.css';

// The first paint: as little as it takes to show the outline. Everything else follows by itself.

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

showStoredTheme();
const leaveShell = render(() => <Shell />, root);
const started = import('./start.tsx').then(
  ({ start }) => {
    leaveShell();
    return start(root);
  },
  (error: unknown) => {
    leaveShell();
    render(() => <Broken error={error} words={undefined} />, root);
  },
);
// At once: as soon as the document has been read the browser gives what the worker says to whoever listens, or to nobody.
navigator.serviceWorker?.addEventListener('message', (event) => void started.then((heed) => heed?.(event)));
