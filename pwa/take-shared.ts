import type { Shared } from '#shared/ui/host.ts';
import { LOST, NAME_HEADER, SHARED, SHARED_TEXT } from './shared-cache.ts';

/** What another app has shared with this one; nothing where it was taken already. */
export const takeShared = async (): Promise<Shared> => {
  if (location.hash === LOST) return { files: [], text: '', lost: true };
  const cache = await caches.open(SHARED);
  const text = (await (await cache.match(SHARED_TEXT))?.text()) ?? '';
  const files: File[] = [];
  for (let index = 0; ; index += 1) {
    const kept = await cache.match(`/shared/${index}`);
    if (!kept) break;
    const blob = await kept.blob();
    files.push(new File([blob], decodeURIComponent(kept.headers.get(NAME_HEADER) ?? ''), { type: blob.type }));
  }
  await caches.delete(SHARED);
  return { files, text };
};
