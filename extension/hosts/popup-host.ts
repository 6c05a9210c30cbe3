import type { Client } from '#shared/client/client.ts';
import { done } from '#shared/core/reason.ts';
import type { Host } from '#shared/ui/host.ts';
import { sendToCallWindow } from '../platform/call-window.ts';
import type { Errand } from '../platform/errand.ts';
import { openWelcome } from '../platform/pages.ts';

/** A popup stays open on some systems when another window opens, so it closes itself. */
const handOver = async (errand: Errand): Promise<void> => {
  await sendToCallWindow(errand);
  window.close();
};

/** Firefox has no tab capture: there the call window offers a screen or a window. */
const tabSharing = (client: Client): Pick<Host, 'tabShare' | 'shareTab'> =>
  import.meta.env.FIREFOX
    ? { tabShare: 'unsupported' }
    : {
        tabShare: 'supported',
        shareTab: async () => {
          const { captureTabInFront } = await import('../platform/tab-capture.ts');
          const captured = await captureTabInFront();
          if (!captured.ok) return captured;
          // The id is good for some ten seconds: nothing may come between.
          client.call.share('tab', captured.value);
          window.close();
          return done;
        },
      };

/** The people column behind the toolbar's button: calls are handed over to the call window. */
export const popupHost = (client: Client): Host => ({
  kind: 'popup',
  startCall: (person, media) => void handOver({ kind: 'call', person, media }),
  answerCall: (call, media) => void handOver({ kind: 'answer', call, media }),
  moveCall: (call) => void handOver({ kind: 'move', call }),
  joinRoom: (link) => void handOver({ kind: 'room', link }),
  showCall: () => void handOver({ kind: 'show' }),
  openWelcome: (part) => void openWelcome(part).then(() => window.close()),
  ...tabSharing(client),
});
