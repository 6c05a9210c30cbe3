/** Where one's own picture lies over the stage. In the order in which a button moves it around. */
export const CORNERS = ['bottom-right', 'bottom-left', 'top-left', 'top-right'] as const;
export type Corner = (typeof CORNERS)[number];

export const nextCorner = (corner: Corner): Corner =>
  CORNERS[(CORNERS.indexOf(corner) + 1) % CORNERS.length] ?? CORNERS[0];

/** The corner next to a place in a box; both measured from its upper left, as shares of its width and height. */
export const cornerAt = (x: number, y: number): Corner => `${y < 0.5 ? 'top' : 'bottom'}-${x < 0.5 ? 'left' : 'right'}`;
