import { placeAt } from '#shared/ui/frame/place.ts';

/** The last launch of this window: the browser tells it again where the page is loaded anew. */
const KEY = 'tincan.launch';

const isReloaded = (): boolean =>
  performance.getEntriesByType('navigation').some((entry) => 'type' in entry && entry.type === 'reload');

let maybeAgain = isReloaded();

/** Goes to the place that the address of a launch names. The icon names none: everything stays where it is. */
export const goWhere = (target: string): void => {
  const isAgain = maybeAgain && sessionStorage.getItem(KEY) === target;
  maybeAgain = false;
  sessionStorage.setItem(KEY, target);
  const { hash } = new URL(target);
  if (!isAgain && placeAt(hash).at !== 'people') location.hash = hash;
};
