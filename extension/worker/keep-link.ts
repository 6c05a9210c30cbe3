import type { Client } from '#shared/client/client.ts';
import { keepWaking } from '../platform/alarms.ts';
import { stayAwake } from '../platform/stay-awake.ts';

/** Lets the worker live as long as its link does, and brings both back where the browser has ended them. */
export const keepLink = (client: Client): void => {
  keepWaking();
  if (!import.meta.env.FIREFOX) return;
  let rest: (() => void) | undefined;
  client.subscribe(({ link }) => {
    if (link.state === 'online') rest ??= stayAwake();
    else {
      rest?.();
      rest = undefined;
    }
  });
};
