import type { Host } from '#shared/ui/host.ts';
import { sendToCallWindow } from '../platform/call-window.ts';
import { allowRelay } from '../platform/permissions.ts';

/** The first run: which relay, who, and the devices. */
export const welcomeHost: Host = {
  kind: 'welcome',
  tabShare: import.meta.env.FIREFOX ? 'unsupported' : 'supported',
  allowRelay,
  startCall: (person, media) => void sendToCallWindow({ kind: 'call', person, media }),
  answerCall: (call, media) => void sendToCallWindow({ kind: 'answer', call, media }),
  moveCall: (call) => void sendToCallWindow({ kind: 'move', call }),
  joinRoom: (link) => void sendToCallWindow({ kind: 'room', link }),
};
