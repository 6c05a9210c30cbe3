import type { JSX } from 'solid-js';
import { moved, type Place, type Zoom, zoomed, zoomedByKey } from './zoom.ts';
import styles from './zoomable.module.css';

interface ZoomableProps {
  readonly zoom: Zoom;
  readonly onZoom: (zoom: Zoom) => void;
  readonly label: string;
  /** Keys and pointers do nothing to it. */
  readonly fixed: boolean;
  readonly children: JSX.Element;
}

/** So many pixels of a wheel make it 2.7 times as large. */
const WHEEL_PIXELS = 400;

/** A picture that grows under a wheel, keys or two fingers, and is moved by dragging. */
export const Zoomable = (props: ZoomableProps) => {
  let box!: HTMLFieldSetElement;
  const pointers = new Map<number, Place>();

  const placeOf = ({ clientX, clientY }: MouseEvent): Place => {
    const { left, top, width, height } = box.getBoundingClientRect();
    return { x: (clientX - left) / width - 0.5, y: (clientY - top) / height - 0.5 };
  };
  const distance = (one: Place, other: Place): number => Math.hypot(one.x - other.x, one.y - other.y);

  const onWheel = (event: WheelEvent) => {
    if (props.fixed) return;
    event.preventDefault();
    props.onZoom(zoomed(props.zoom, Math.exp(-event.deltaY / WHEEL_PIXELS), placeOf(event)));
  };
  const onPointerDown = (event: PointerEvent) => {
    if (props.fixed || event.button !== 0) return;
    box.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, placeOf(event));
  };
  const onPointerMove = (event: PointerEvent) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const now = placeOf(event);
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    pointers.set(event.pointerId, now);
    if (!other) return props.onZoom(moved(props.zoom, { x: now.x - before.x, y: now.y - before.y }));
    const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
    props.onZoom(zoomed(props.zoom, distance(now, other) / Math.max(0.01, distance(before, other)), middle));
  };
  const onPointerEnd = ({ pointerId }: PointerEvent) => pointers.delete(pointerId);
  const onKeyDown = (event: KeyboardEvent) => {
    if (props.fixed || event.ctrlKey || event.metaKey || event.altKey) return;
    const zoom = zoomedByKey(props.zoom, event.key);
    if (!zoom) return;
    event.preventDefault();
    props.onZoom(zoom);
  };

  return (
    <fieldset
      ref={box}
      class={styles.box}
      aria-label={props.label}
      tabindex={props.fixed ? -1 : 0}
      data-large={props.zoom.scale > 1 ? '' : undefined}
      onWheel={onWheel}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
      onKeyDown={onKeyDown}
    >
      <div
        class={styles.picture}
        style={{
          transform: `translate(${props.zoom.x * 100}%, ${props.zoom.y * 100}%) scale(${props.zoom.scale})`,
        }}
      >
        {props.children}
      </div>
    </fieldset>
  );
};
