import { vi } from 'vitest';

/** The caches of this origin, on a disk on which each has room for so many answers. Returns what is in them. */
export const stubCaches = (room = Number.POSITIVE_INFINITY): Map<string, Map<string, Response>> => {
  const kept = new Map<string, Map<string, Response>>();
  vi.stubGlobal('caches', {
    open: async (name: string) => {
      const answers = kept.get(name) ?? new Map<string, Response>();
      kept.set(name, answers);
      return {
        put: async (path: string, answer: Response) => {
          if (answers.size === room) throw new DOMException('No room', 'QuotaExceededError');
          answers.set(path, answer);
        },
        match: async (path: string) => answers.get(path),
        delete: async (path: string) => answers.delete(path),
      };
    },
    match: async (path: string, { cacheName }: { readonly cacheName: string }) => kept.get(cacheName)?.get(path),
    delete: async (name: string) => kept.delete(name),
  });
  return kept;
};
