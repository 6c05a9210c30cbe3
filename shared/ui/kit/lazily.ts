import { type Component, lazy } from 'solid-js';
import { allWords } from '../strings/spoken.ts';

/** A component that is loaded when it is first shown, with its words: `lazily(() => import('./menu.tsx'), 'Menu')`. */
export const lazily = <Name extends string, Props extends object>(
  load: () => Promise<{ readonly [name in Name]: Component<Props> }>,
  name: Name,
) =>
  lazy(async () => {
    const [module] = await Promise.all([load(), allWords()]);
    return { default: module[name] as Component<Props> };
  });
