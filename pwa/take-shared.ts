import type { Shared } from '#shared/ui/host.ts';
import { LOST, NAME_HEADER, SHARED, SHARED_TEXT } from './shared-cache.ts';

const take = async (): Promise<Shared> => {
  const cache = await caches.open(SHARED);
  try {
    const text = (await (await cache.match(SHARED_TEXT))?.text()) ?? '';
    const files: File[] = [];
    for (let index = 0; ; index += 1) {
      const kept = await cache.match(`/shared/${index}`);
      if (!kept) break;
      const blob = await kept.blob();
      files.push(new File([blob], decodeURIComponent(kept.headers.get(NAME_HEADER) ?? ''), { type: blob.type }));
    }
    return { files, text };
  } finally {
    await caches.delete(SHARED);
  }
};

/** What another app has shared with this one; nothing where it was taken already. */
export const takeShared = async (): Promise<Shared> => {
  const lost: Shared = { files: [], text: '', lost: true };
  if (location.hash === LOST) return lost;
  // What is large takes room a second time to be read.
  return take().catch(() => lost);
};
