import type { PageMessage } from './page-message.ts';

// What a page is opened for is left to it in a cache, which only this app reads and writes: anybody can make a link, and
// following one must neither call nor answer anyone.

/** The cache that holds it, for moments. */
const LEFT = 'errand';
const NAME = 'errand';

const addressOf = (errand: string): string => `/errand/${errand}`;

/** Resolves to the query of the page that is to do it; where it cannot be kept, of one that only opens. */
export const leaveErrand = async (errand: PageMessage): Promise<string> => {
  try {
    // The one before was for a page that has not come.
    await caches.delete(LEFT);
    const id = crypto.randomUUID();
    await (await caches.open(LEFT)).put(addressOf(id), new Response(JSON.stringify(errand)));
    return `?${new URLSearchParams({ [NAME]: id })}`;
  } catch {
    return '';
  }
};

/** What the page with this query was opened for, once. */
export const takeErrand = async (query: string): Promise<PageMessage | undefined> => {
  const id = new URLSearchParams(query).get(NAME);
  if (id === null) return undefined;
  const left = await caches.open(LEFT);
  const answer = await left.match(addressOf(id));
  if (!answer || !(await left.delete(addressOf(id)))) return undefined;
  return answer.json();
};
