import type { Stamp } from '#shared/core/chat/timeline.ts';

export const isLater = (a: Stamp, b: Stamp | undefined): boolean => !b || a.at > b.at || (a.at === b.at && a.id > b.id);
