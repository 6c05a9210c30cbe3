import { type Component, createComponent, createMemo, createResource, type JSX, untrack } from 'solid-js';
import { allWords } from '../strings/spoken.ts';

/**
 * A component that is loaded when it is first shown, with its words: `lazily(() => import('./menu.tsx'), 'Menu')`. Where
 * the relay cannot be reached, which gives it, and nothing of it is kept on this device, `missing` is there in its place,
 * or nothing: a call goes on without a menu. It is tried again the next time it is shown.
 */
export const lazily = <Name extends string, Props extends object>(
  load: () => Promise<{ readonly [name in Name]: Component<Props> }>,
  name: Name,
  missing: Component<Props> = () => undefined,
): Component<Props> & { readonly preload: () => void } => {
  let part: Component<Props> | undefined;
  const arrive = async (): Promise<Component<Props>> => {
    const [module] = await Promise.all([load(), allWords()]);
    part = module[name];
    return part;
  };
  const show: Component<Props> = (props) => {
    if (part) return createComponent(part, props);
    const [arrived] = createResource(() => arrive().catch(() => missing));
    return createMemo(() => {
      const shown = arrived();
      return shown && untrack(() => createComponent(shown, props));
    }) as unknown as JSX.Element;
  };
  return Object.assign(show, { preload: () => void arrive().catch(() => {}) });
};
