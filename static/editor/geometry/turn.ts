/** The eight ways in which a recipe turns a source, for points; `crop.ts` has them for boxes. */

import type { Point } from "./affine.ts";
import { inverseTurn, type Turn } from "./crop.ts";

export { inverseTurn, type Turn };

/** A point of the unit square, turned inside it: the mirror first, then clockwise quarters. */
export function turnedPoint(turn: Turn, point: Point): Point {
  let { x, y } = point;
  if (turn.mirror) x = 1 - x;
  for (let quarter = 0; quarter < turn.quarters; quarter += 1) [x, y] = [1 - y, x];
  return { x, y };
}
