import { vi } from 'vitest';

/** The caches of this origin. Resolves to what is in them. */
export const stubCaches = (): Map<string, Map<string, Response>> => {
  const kept = new Map<string, Map<string, Response>>();
  vi.stubGlobal('caches', {
    open: async (name: string) => {
      const answers = kept.get(name) ?? new Map<string, Response>();
      kept.set(name, answers);
      return {
        put: async (path: string, answer: Response) => void answers.set(path, answer),
        match: async (path: string) => answers.get(path),
        delete: async (path: string) => answers.delete(path),
      };
    },
    match: async (path: string, { cacheName }: { readonly cacheName: string }) => kept.get(cacheName)?.get(path),
    delete: async (name: string) => kept.delete(name),
  });
  return kept;
};
