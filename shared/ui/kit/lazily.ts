import { type Component, lazy } from 'solid-js';

/** A component that is loaded when it is first shown: `lazily(() => import('./menu.tsx'), 'Menu')`. */
export const lazily = <Name extends string, Props extends object>(
  load: () => Promise<{ readonly [name in Name]: Component<Props> }>,
  name: Name,
) => lazy(async () => ({ default: (await load())[name] as Component<Props> }));
