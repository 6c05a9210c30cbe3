import type { Client } from '#shared/client/client.ts';
import { showBadge } from '../platform/badge.ts';
import { badgeCount } from './badge-count.ts';

/** Keeps the number on the toolbar icon. While the store is being read the number from before stays. */
export const keepBadge = (client: Client): void => {
  let shown: number | undefined;
  client.subscribe((state) => {
    if (state.session.state === 'loading') return;
    const count = badgeCount(state);
    if (count === shown) return;
    shown = count;
    void showBadge(count);
  });
};
