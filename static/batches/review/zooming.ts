/** How a picture lies in its frame while it is zoomed: pure values. Places and ways are fractions of
 *  the frame, places from its centre. */

export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface Zoom {
  /** 1: the whole picture fills the frame. */
  readonly scale: number;
  /** How far the picture's centre lies from the frame's. */
  readonly x: number;
  readonly y: number;
}

export const FIT: Zoom = { scale: 1, x: 0, y: 0 };
export const CENTRE: Spot = { x: 0, y: 0 };
/** The picture can be looked at in at least this size. */
const LEAST_MOST = 4;
/** px of the screen for one of the file, at most. */
const MOST_PX = 4;

/** The frame stays full: the picture's edge never comes inside. */
function held({ scale, x, y }: Zoom): Zoom {
  const room = (scale - 1) / 2;
  const within = (value: number): number => Math.min(room, Math.max(-room, value)) + 0;
  return scale <= 1 ? FIT : { scale, x: within(x), y: within(y) };
}

/** The largest scale for a file that needs `full` to show each px as one of the screen's. */
export function most(full: number): number {
  return Math.max(LEAST_MOST, full * MOST_PX);
}

/** Another scale; what lies at `at` stays there. */
export function scaled(now: Zoom, scale: number, at: Spot, limit: number): Zoom {
  const next = Math.min(limit, Math.max(1, scale));
  const grown = next / now.scale;
  return held({ scale: next, x: at.x - (at.x - now.x) * grown, y: at.y - (at.y - now.y) * grown });
}

export function moved(now: Zoom, by: Spot): Zoom {
  return held({ scale: now.scale, x: now.x + by.x, y: now.y + by.y });
}

/** Where a line at `part` of the frame's width (0 to 1) lies in the picture, in the same measure. */
export function inside(now: Zoom, part: number): number {
  return Math.min(1, Math.max(0, (part - 0.5 - now.x) / now.scale + 0.5));
}

/** A double click or tap: each px of the file as one of the screen, or the whole picture again. A file
 *  that is small is shown larger than that. */
export function toggled(now: Zoom, full: number, at: Spot): Zoom {
  const close = full > 1.5 ? full : 2;
  return now.scale > 1 ? FIT : scaled(now, close, at, most(full));
}
