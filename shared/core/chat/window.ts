import { assertNever } from '../assert-never.ts';
import type { ItemKey } from './item-key.ts';
import { keepItems } from './same.ts';
import type { Timeline, TimelineItem } from './timeline.ts';

/** How many items one page of a conversation brings. */
export const PAGE = 50;
/** How many items of the open conversation are held for a reader who moves; what is far from them is let go. */
export const HELD = 5 * PAGE;
/** How many are held for a reader who stays where they are while new ones come. */
const HELD_STILL = 2 * HELD;

/** Which items of a conversation are read. Positions are those of {@link TimelineItem}. */
export type Part =
  /** The newest. */
  | { readonly at: 'end'; readonly limit: number }
  | { readonly at: 'before'; readonly position: number; readonly limit: number }
  | { readonly at: 'after'; readonly position: number; readonly limit: number }
  /** One item with those around it; the newest, where it is gone. */
  | { readonly at: 'around'; readonly item: ItemKey; readonly limit: number }
  /** What is held already, once more, because something of it has changed. */
  | { readonly at: 'again'; readonly from: number; readonly limit: number };

/** What was found, oldest first, without gaps, and whether there is more on either side. */
export interface Page {
  readonly items: readonly TimelineItem[];
  readonly older: boolean;
  readonly newer: boolean;
}

const edge = (more: boolean): 'some' | 'none' => (more ? 'some' : 'none');

export const first = ({ items }: Timeline): number => items[0]?.position ?? 0;
export const last = ({ items }: Timeline): number => items.at(-1)?.position ?? 0;

/** What is kept of a window that has become too long: a page less than it may hold, so that it is not cut every time. */
const KEPT = HELD - PAGE;

const withoutOldest = (open: Timeline): Timeline =>
  open.items.length > HELD ? { ...open, items: open.items.slice(-KEPT), older: 'some' } : open;

const withoutNewest = (open: Timeline, most: number): Timeline =>
  open.items.length > most ? { ...open, items: open.items.slice(0, KEPT), newer: 'some' } : open;

const replaced = (open: Timeline, { items, older, newer }: Page): Timeline => ({
  ...open,
  items: keepItems(open.items, items),
  older: edge(older),
  newer: edge(newer),
});

/**
 * What is held from `from` on, as it is now. New items make it longer: a reader at the end asks for the newest alone
 * when there are too many, and one who has stayed elsewhere is not to lose their place.
 */
const renewed = (open: Timeline, from: number, page: Page): Timeline => {
  const atEnd = open.newer === 'none';
  const before = open.items.filter(({ position }) => position < from);
  // Where there is more after the window, what comes after it is not part of it.
  const read = atEnd ? page.items : page.items.filter(({ position }) => position <= last(open));
  const items = keepItems(open.items, [...before, ...read]);
  const newer = atEnd ? edge(page.newer) : open.newer;
  return items === open.items && newer === open.newer ? open : withoutNewest({ ...open, items, newer }, HELD_STILL);
};

/** The window once `part` has been read. A page that does not join it any more is dropped. */
export const fill = (open: Timeline, part: Part, page: Page): Timeline => {
  switch (part.at) {
    case 'end':
    case 'around':
      return replaced(open, page);
    case 'before':
      if (part.position !== first(open)) return { ...open, older: 'some' };
      return withoutNewest({ ...open, items: [...page.items, ...open.items], older: edge(page.older) }, HELD);
    case 'after':
      if (part.position !== last(open)) return { ...open, newer: 'some' };
      return withoutOldest({ ...open, items: [...open.items, ...page.items], newer: edge(page.newer) });
    case 'again':
      return renewed(open, part.from, page);
    default:
      return assertNever(part);
  }
};
