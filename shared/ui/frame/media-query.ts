import { type Accessor, createSignal, onCleanup } from 'solid-js';

export const createMediaQuery = (query: string): Accessor<boolean> => {
  const list = matchMedia(query);
  const [matches, setMatches] = createSignal(list.matches);
  const onChange = () => setMatches(list.matches);
  list.addEventListener('change', onChange);
  onCleanup(() => list.removeEventListener('change', onChange));
  return matches;
};
