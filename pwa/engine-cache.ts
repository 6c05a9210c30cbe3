/** What takes noise out of a microphone is too large for everyone to have at once: kept when it is first used. */
const ENGINES = 'engines';

const ENGINE = /^\/assets\/[\w-]+\.wasm$/;

export const isEngine = ({ pathname }: URL): boolean => ENGINE.test(pathname);

export const fetchEngine = async (request: Request): Promise<Response> => {
  const cache = await caches.open(ENGINES);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  // Where there is no room it is fetched each time.
  if (answer.ok) await cache.put(request, answer.clone()).catch(() => {});
  return answer;
};

/** Those of the version before have other names. */
export const forgetEngines = (): Promise<boolean> => caches.delete(ENGINES);
