import { type Accessor, createSignal, onCleanup } from 'solid-js';
import { addressOf, type Place, placeAt } from './place.ts';

export interface Navigation {
  readonly place: Accessor<Place>;
  readonly go: (place: Place) => void;
  /** To the place before, or to the people where there is none. */
  readonly back: () => void;
  /** To the people, in the stead of this place. */
  readonly leave: () => void;
}

export const createNavigation = (): Navigation => {
  const [place, setPlace] = createSignal(placeAt(location.hash));
  const onMove = () => setPlace(placeAt(location.hash));
  addEventListener('popstate', onMove);
  addEventListener('hashchange', onMove);
  onCleanup(() => {
    removeEventListener('popstate', onMove);
    removeEventListener('hashchange', onMove);
  });
  const leave = () => {
    history.replaceState(history.state, '', addressOf({ at: 'people' }));
    onMove();
  };
  return {
    place,
    go: (next) => {
      if (addressOf(next) === location.hash) return;
      // Each entry knows whether there is one before it, however it is come to.
      history.pushState(true, '', addressOf(next));
      onMove();
    },
    back: () => (history.state ? history.back() : leave()),
    leave,
  };
};
