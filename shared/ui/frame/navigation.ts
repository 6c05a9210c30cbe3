import { type Accessor, createSignal, onCleanup } from 'solid-js';
import { addressOf, type Place, placeAt } from './place.ts';

export interface Navigation {
  readonly place: Accessor<Place>;
  readonly go: (place: Place) => void;
  /** To the place before, or to the people where there is none. */
  readonly back: () => void;
}

export const createNavigation = (): Navigation => {
  const [place, setPlace] = createSignal(placeAt(location.hash));
  let steps = 0;
  const onMove = () => setPlace(placeAt(location.hash));
  addEventListener('popstate', onMove);
  addEventListener('hashchange', onMove);
  onCleanup(() => {
    removeEventListener('popstate', onMove);
    removeEventListener('hashchange', onMove);
  });
  return {
    place,
    go: (next) => {
      if (addressOf(next) === location.hash) return;
      steps += 1;
      history.pushState(null, '', addressOf(next));
      setPlace(next);
    },
    back: () => {
      if (steps > 0) {
        steps -= 1;
        history.back();
        return;
      }
      history.replaceState(null, '', addressOf({ at: 'people' }));
      setPlace({ at: 'people' });
    },
  };
};
