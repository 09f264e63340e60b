/** Turning: where the pointer points, and the angles it sticks to. */

import type { Point } from "./affine.ts";

const STEP = 15;
/** Angles that hold the pointer softly, and how near it has to come. */
const SOFT = 45;
const NEAR = 2.5;

/** Degrees brought into 0 <= d < 360. */
export function whole(degrees: number): number {
  const turn = degrees % 360;
  // A tiny negative angle would round up to 360 itself.
  return turn < 0 ? (turn + 360) % 360 : turn;
}

/** Clockwise degrees of the line from `centre` to `point`; 0 points to the right. */
export function angle(centre: Point, point: Point): number {
  return (Math.atan2(point.y - centre.y, point.x - centre.x) * 180) / Math.PI;
}

/** `degrees` at a multiple of 15 when stepped, else at one of 45 when it is near, else in tenths. */
export function snapped(degrees: number, stepped: boolean, free: boolean): number {
  if (stepped) return whole(Math.round(degrees / STEP) * STEP);
  const soft = Math.round(degrees / SOFT) * SOFT;
  if (!free && Math.abs(degrees - soft) <= NEAR) return whole(soft);
  return whole(Math.round(degrees * 10) / 10);
}

/** `point` turned around `centre`. */
export function around(centre: Point, point: Point, degrees: number): Point {
  const turn = (degrees * Math.PI) / 180;
  const dx = point.x - centre.x;
  const dy = point.y - centre.y;
  return {
    x: centre.x + dx * Math.cos(turn) - dy * Math.sin(turn),
    y: centre.y + dx * Math.sin(turn) + dy * Math.cos(turn),
  };
}
