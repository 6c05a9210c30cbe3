import { LOST, NAME_HEADER, SHARED, SHARED_TEXT } from './shared-cache.ts';

// Of the service worker: what the system's share menu gives.

const keep = async (form: FormData): Promise<void> => {
  const cache = await caches.open(SHARED);
  const words = ['title', 'text', 'url'].map((name) => form.get(name)).filter((value) => typeof value === 'string');
  await cache.put(SHARED_TEXT, new Response(words.filter(Boolean).join('\n')));
  const files = form.getAll('files').filter((value) => value instanceof File);
  for (const [index, file] of files.entries())
    await cache.put(
      `/shared/${index}`,
      new Response(file, { headers: { [NAME_HEADER]: encodeURIComponent(file.name) } }),
    );
};

/** Keeps it until the page that asks to whom it goes has taken it. Where there is no room, that page says so. */
export const keepShared = async (request: Request): Promise<Response> => {
  try {
    await caches.delete(SHARED);
    await keep(await request.formData());
    return Response.redirect('/#/share', 303);
  } catch {
    // Not half of it.
    await caches.delete(SHARED).catch(() => false);
    return Response.redirect(`/${LOST}`, 303);
  }
};
