/** At which scale a layer's picture is asked for, so that zooming doesn't ask again all the time. */

/** Steps per doubling: 1, 1.41, 2, ... */
const STEPS = 2;
/** A picture that is this little too small is stretched instead of made again. */
const SLACK = 1.02;
const LEAST = 0.02;
/** Beyond this zoom every px of the document is seen as a square, as an export has it. */
export const SQUARES = 4;

export interface Room {
  /** Screen px per canvas px. */
  readonly zoom: number;
  /** Device px per screen px. */
  readonly density: number;
  /** Longer side of the stage in screen px. */
  readonly reach: number;
}

/** Px of the picture per canvas px; whole and half doublings, so exactly 1 at 100 % and 2 on a
 * screen of double density. */
export function pictureScale(size: { readonly width: number; readonly height: number }, room: Room): number {
  if (room.zoom > SQUARES) return 1;
  const wanted = room.zoom * room.density;
  const step = Math.ceil(Math.log2(wanted / SLACK) * STEPS - 1e-9) / STEPS;
  const longest = Math.max(size.width, size.height, 1);
  const seen = (2 * room.reach * room.density) / longest;
  const most = 2 ** (Math.floor(Math.log2(Math.max(seen, LEAST)) * STEPS) / STEPS);
  return Math.max(LEAST, Math.min(2 ** step, most, SQUARES * room.density));
}
