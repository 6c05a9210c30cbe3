import type { Client } from '#shared/client/client.ts';
import { done, failed, type Outcome } from '#shared/core/reason.ts';
import type { CallCommand } from '#shared/ui/host.ts';
import { sendToCallWindow } from '../platform/call-window.ts';
import { onCommands } from '../platform/commands.ts';
import { notify } from '../platform/notifications.ts';
import { captureTabInFront } from '../platform/tab-capture.ts';
import { within } from '../when.ts';
import { systemWords } from './system-words.ts';

/** So long a worker that the keys have started may take to hear of the call. */
const HEARD_MS = 3_000;

/** Whether there is a call, now or as soon as the relay has said so. */
const hasCall = (client: Client): Promise<boolean> => within(client, ({ call }) => call.phase !== 'none', HEARD_MS);

const shareTab = async (client: Client, capture: Promise<Outcome<string>>): Promise<Outcome> => {
  const captured = await capture;
  if (!captured.ok) return captured;
  if (client.state().call.phase !== 'other-context') return failed('call_unknown');
  client.call.share('tab', captured.value);
  return done;
};

const answer = ({ state }: Client): void => {
  const { call } = state();
  if (call.phase === 'incoming') void sendToCallWindow({ kind: 'answer', call: call.call, media: 'audio' });
};

const obey = async (client: Client, command: CallCommand): Promise<void> => {
  // The keys allow the tab in front while they are fresh.
  const capture = command === 'share-tab' ? captureTabInFront() : undefined;
  if (!(await hasCall(client))) return;
  switch (command) {
    case 'answer':
      return answer(client);
    case 'mute':
      return client.call.toggleMicrophone();
    case 'hang-up':
      return client.call.hangUp();
    case 'share-tab': {
      const shared = capture && (await shareTab(client, capture));
      const { share, reasons } = systemWords();
      if (shared && !shared.ok) await notify('share-tab', share.failed(reasons[shared.reason]));
    }
  }
};

/** Keys that work from any window of the browser, on the call of this device. */
export const obeyCommands = (client: Client): void => onCommands((command) => void obey(client, command));
