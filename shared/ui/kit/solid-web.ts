import { trustedMarkup } from './trusted-types.ts';

// `vite-solid.ts` puts this module in the place of `solid-js/web`: the same exports, with a `template()` that passes
// Trusted Types. Only code written by Solid's compiler calls it, so the markup is known at build time.

export * from 'solid-js/web';

const parse = (markup: string, isSvg: boolean, isMathMl: boolean): Node => {
  const holder = isMathMl
    ? (document.createElementNS('http://www.w3.org/1998/Math/MathML', 'template') as unknown as HTMLTemplateElement)
    : document.createElement('template');
  holder.innerHTML = trustedMarkup(markup);
  const top = isMathMl ? holder.firstChild : holder.content.firstChild;
  const node = isSvg ? top?.firstChild : top;
  if (!node) throw new TypeError('A template without an element');
  return node;
};

/** As Solid's own `template`, see its `web.js`. */
export const template = (markup: string, isImportNode?: boolean, isSvg?: boolean, isMathMl?: boolean) => {
  let parsed: Node | undefined;
  const original = () => {
    parsed ??= parse(markup, isSvg ?? false, isMathMl ?? false);
    return parsed;
  };
  const make = isImportNode ? () => document.importNode(original(), true) : () => original().cloneNode(true);
  return Object.assign(make, { cloneNode: make });
};
