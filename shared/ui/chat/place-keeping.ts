import { type Accessor, createEffect, createSignal, on, onCleanup, onMount } from 'solid-js';
import type { ItemKey } from '#shared/core/chat/item-key.ts';
import type { Timeline } from '#shared/core/chat/timeline.ts';
import { HELD } from '#shared/core/chat/window.ts';
import { useUi } from '../frame/ui.ts';

/** Pixels from the end within which the view follows new messages. */
const NEAR = 80;
/** Pixels from either edge at which more is fetched: what a quick flick of the finger covers meanwhile. */
const AHEAD = 1_500;

interface PlaceKeeping {
  /** The scrolling element and the list in it, once they are there. */
  readonly scroller: () => HTMLElement;
  readonly list: () => HTMLElement;
  readonly timeline: Accessor<Timeline>;
}

export interface Place {
  /** The reader is at the newest message and stays there. */
  readonly following: Accessor<boolean>;
  /** What the reader has just jumped to. */
  readonly marked: Accessor<ItemKey | undefined>;
  readonly unmark: () => void;
  readonly onScroll: () => void;
  readonly toNewest: () => void;
}

/**
 * Keeps the reader's place in a list that grows and shrinks at both ends: at the newest message, or where they read.
 * Rows are the children of the list; those that can be jumped to and held on to have their key in `data-key`.
 */
export const createPlaceKeeping = ({ scroller, list, timeline }: PlaceKeeping): Place => {
  const { client } = useUi();
  const [following, setFollowing] = createSignal(true);
  const [marked, setMarked] = createSignal<ItemKey>();
  let anchor: { readonly row: Element; readonly top: number } | undefined;
  let reached: Timeline['target'];
  let height = 0;
  let before = 0;

  const top = (element: Element): number => element.getBoundingClientRect().top;
  const beyondEnd = (): number => scroller().scrollHeight - scroller().scrollTop - scroller().clientHeight;
  const toEnd = () => {
    scroller().scrollTop = scroller().scrollHeight;
  };

  /** The first row that is not above the view. */
  const firstInView = (): Element | undefined => {
    const rows = list().children;
    const edge = top(scroller());
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((rows[middle]?.getBoundingClientRect().bottom ?? edge) <= edge) low = middle + 1;
      else high = middle;
    }
    const row = rows[low];
    return row?.hasAttribute('data-key') ? row : (rows[low + 1] ?? row);
  };
  const holdOn = () => {
    const row = firstInView();
    anchor = row && { row, top: top(row) };
  };
  const fetchMore = () => {
    if (timeline().older === 'some' && scroller().scrollTop < AHEAD) client.chat.older();
    if (timeline().newer === 'some' && beyondEnd() < AHEAD) client.chat.newer();
  };
  const jump = (row: HTMLElement, item: ItemKey) => {
    setFollowing(false);
    setMarked(item);
    row.scrollIntoView({ block: 'center' });
    row.focus({ preventScroll: true });
  };

  const settle = () => {
    const { target } = timeline();
    const row = target && target !== reached && list().querySelector(`[data-key="${CSS.escape(target.item)}"]`);
    if (row instanceof HTMLElement && target) {
      reached = target;
      jump(row, target.item);
    } else if (following()) {
      toEnd();
      if (timeline().items.length > HELD) client.chat.newest();
    } else if (anchor?.row.isConnected) {
      const moved = top(anchor.row) - anchor.top;
      if (moved !== 0) scroller().scrollTop += moved;
    }
    holdOn();
    fetchMore();
  };
  const onScroll = () => {
    // Pushed by a composer that grows or shrinks, not by the reader.
    if (scroller().clientHeight !== height) return;
    // The first steps back lead away from the end, however near it still is.
    const near = scroller().scrollTop < before ? 1 : NEAR;
    before = scroller().scrollTop;
    // The end of what is held is the end to one who follows: what has come at once is fetched page by page.
    setFollowing((was) => beyondEnd() <= near && (was || timeline().newer === 'none'));
    holdOn();
    fetchMore();
  };

  createEffect(on(timeline, settle));
  onMount(() => {
    // The keyboard of a phone and a growing composer take room from below; pictures and reactions make rows higher.
    const resized = new ResizeObserver(() => {
      height = scroller().clientHeight;
      settle();
    });
    resized.observe(scroller());
    resized.observe(list());
    onCleanup(() => resized.disconnect());
  });

  return {
    following,
    marked,
    unmark: () => setMarked(undefined),
    onScroll,
    toNewest: () => {
      setFollowing(true);
      if (timeline().newer === 'none') toEnd();
      else client.chat.newest();
    },
  };
};
