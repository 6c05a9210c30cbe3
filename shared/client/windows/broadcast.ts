import type { WindowMessage } from '#shared/core/window-message.ts';
import type { Windows } from '../ports.ts';

const NAME = 'tincan';

/** The contexts of one browser profile and origin, by its broadcast channel and its locks. */
export const broadcastWindows = (): Windows => {
  const channel = new BroadcastChannel(NAME);
  return {
    post: (message) => channel.postMessage(message),
    listen: (listener) => {
      // Only this client's own contexts can post here.
      const hear = ({ data }: MessageEvent<WindowMessage>): void => listener(data);
      channel.addEventListener('message', hear);
      return () => channel.removeEventListener('message', hear);
    },
    exclusive: async (lock, work) => {
      await navigator.locks.request(`${NAME}.${lock}`, work);
    },
  };
};
