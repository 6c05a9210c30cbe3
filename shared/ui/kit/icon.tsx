import type { LucideIconData } from 'lucide-solid';

/** What an icon of lucide can be told. */
export interface IconProps {
  readonly size: number;
  readonly class?: string;
}

interface DrawnIconProps extends IconProps {
  readonly icon: LucideIconData;
}

const SVG = 'http://www.w3.org/2000/svg';

const shapes = ({ node }: LucideIconData): Element[] =>
  node.map(([name, attributes]) => {
    const shape = document.createElementNS(SVG, name);
    for (const attribute in attributes) shape.setAttribute(attribute, attributes[attribute]);
    return shape;
  });

/**
 * Draws an icon of lucide. `vite-solid.ts` puts it in the place of lucide's own, which can do much more. Decoration: the
 * name stands beside it.
 */
export default (props: DrawnIconProps) => (
  <svg
    class={props.class}
    width={props.size}
    height={props.size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    {shapes(props.icon)}
  </svg>
);
