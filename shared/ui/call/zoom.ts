/** How much of a picture is seen. `x` and `y`: how far its middle is from the middle of its box, in widths and heights of the box. */
export interface Zoom {
  /** 1 shows all of it. */
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** A place in the box, measured as {@link Zoom} measures. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

export const WHOLE: Zoom = { scale: 1, x: 0, y: 0 };

/** A point of the picture is a square of eight by then. */
const MOST = 8;

const within = (value: number, limit: number): number => Math.min(limit, Math.max(-limit, value));

/** The picture never leaves its box. */
const held = ({ scale, x, y }: Zoom): Zoom => {
  const room = (scale - 1) / 2;
  return { scale, x: within(x, room), y: within(y, room) };
};

/** Larger by `factor`; what is at that place stays there. */
export const zoomed = ({ scale, x, y }: Zoom, factor: number, at: Place = WHOLE): Zoom => {
  const next = Math.min(MOST, Math.max(1, scale * factor));
  const by = next / scale;
  return held({ scale: next, x: at.x - (at.x - x) * by, y: at.y - (at.y - y) * by });
};

export const moved = (zoom: Zoom, { x, y }: Place): Zoom => held({ ...zoom, x: zoom.x + x, y: zoom.y + y });

/** Of a button or a key. */
export const ZOOM_STEP = 1.5;

const MOVE_STEP = 0.1;

/** What a key does to it; nothing where it means something else. */
export const zoomedByKey = (zoom: Zoom, key: string): Zoom | undefined => {
  switch (key) {
    case '+':
    case '=':
      return zoomed(zoom, ZOOM_STEP);
    case '-':
      return zoomed(zoom, 1 / ZOOM_STEP);
    case '0':
      return WHOLE;
    case 'ArrowLeft':
      return moved(zoom, { x: MOVE_STEP, y: 0 });
    case 'ArrowRight':
      return moved(zoom, { x: -MOVE_STEP, y: 0 });
    case 'ArrowUp':
      return moved(zoom, { x: 0, y: MOVE_STEP });
    case 'ArrowDown':
      return moved(zoom, { x: 0, y: -MOVE_STEP });
    default:
      return undefined;
  }
};
