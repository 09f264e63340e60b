/** Frames around layers, in CSS px of the stage. */

import type { Affine, Box, Point } from "../geometry/affine.ts";
import { corners } from "../geometry/boxes.ts";
import type { Seat } from "../geometry/world.ts";
import { sized } from "../stage/css.ts";
import { toScreen } from "../state/view.ts";

export type FrameLook = {
  readonly width: string;
  readonly height: string;
  readonly transform: string;
};

/** A box on the screen: its size, and the turn that brings it there. A mirrored one has its left
 * and right swapped, so that a frame's top left handle is the one that is seen there. */
export function frameOf(map: Affine, box: Box): FrameLook {
  const [a, b, c, d] = corners(map, box).map(toScreen) as [Point, Point, Point, Point];
  const mirrored = (b.x - a.x) * (d.y - a.y) - (b.y - a.y) * (d.x - a.x) < 0;
  const [start, end, low] = mirrored ? [b, a, c] : [a, b, d];
  const width = Math.hypot(end.x - start.x, end.y - start.y);
  const height = Math.hypot(low.x - start.x, low.y - start.y);
  const cos = width ? (end.x - start.x) / width : 1;
  const sin = width ? (end.y - start.y) / width : 0;
  return { ...sized(width, height), transform: `matrix(${cos},${sin},${-sin},${cos},${start.x},${start.y})` };
}

/** A layer's map without its own flips: those mirror what is inside, not the box. */
export function unflipped(seat: Seat): Affine {
  const { width, height, flipX, flipY } = seat.layer;
  const { a, b, c, d, e, f } = seat.map;
  const sx = flipX ? -1 : 1;
  const sy = flipY ? -1 : 1;
  return {
    a: a * sx, b: b * sx, c: c * sy, d: d * sy,
    e: e + (flipX ? a * width : 0) + (flipY ? c * height : 0),
    f: f + (flipX ? b * width : 0) + (flipY ? d * height : 0),
  };
}

/** True when the groups around a layer mirror it: its left side is seen at the right. */
export function isMirrored(seat: Seat): boolean {
  const { a, b, c, d } = seat.parent;
  return a * d - b * c < 0;
}
