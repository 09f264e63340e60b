/** Resizing by handles. A size never turns negative: flips are fields of their own. */

import type { Box, Placement, Point } from "./affine.ts";

export type Handle = "nw" | "n" | "ne" | "e" | "se" | "s" | "sw" | "w";
export const HANDLES: readonly Handle[] = ["nw", "n", "ne", "e", "se", "s", "sw", "w"];

export interface Resizing {
  readonly keepRatio: boolean;
  readonly fromCentre: boolean;
  /** Smallest side in the placement's px. */
  readonly least: number;
}

/** Which sides a handle moves: -1 left or top, 1 right or bottom, 0 neither. */
export function sidesOf(handle: Handle): Point {
  return {
    x: handle.includes("w") ? -1 : handle.includes("e") ? 1 : 0,
    y: handle.includes("n") ? -1 : handle.includes("s") ? 1 : 0,
  };
}

export function isCorner(handle: Handle): boolean {
  return handle.length === 2;
}

/** The handle at the other side, left and right swapped. */
export function mirroredHandle(handle: Handle): Handle {
  return handle.replace(/[we]/, (side) => (side === "w" ? "e" : "w")) as Handle;
}

/** `step` turned by `degrees` clockwise. */
export function turned(step: Point, degrees: number): Point {
  const turn = (degrees * Math.PI) / 180;
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  return { x: step.x * cos - step.y * sin, y: step.x * sin + step.y * cos };
}

/** The placement after its handle was dragged by `step`, in the px in which it is written. */
export function resized(start: Placement, handle: Handle, step: Point, how: Resizing): Placement {
  const sides = sidesOf(handle);
  const own = turned(step, -(start.rotation ?? 0));
  const reach = how.fromCentre ? 2 : 1;
  let width = start.width + sides.x * own.x * reach;
  let height = start.height + sides.y * own.y * reach;
  if (how.keepRatio) {
    const factor = Math.max(scaleOf(start, sides, width, height), how.least / Math.min(start.width, start.height));
    width = start.width * factor;
    height = start.height * factor;
  }
  return withSize(start, handle, Math.max(how.least, width), Math.max(how.least, height), how.fromCentre);
}

/** The factor whose corner lies nearest to the wished one. */
function scaleOf(start: Placement, sides: Point, width: number, height: number): number {
  if (!sides.x) return height / start.height;
  if (!sides.y) return width / start.width;
  return (width * start.width + height * start.height) / (start.width ** 2 + start.height ** 2);
}

/** The placement at a new size; what lies opposite the handle stays, or the centre does. */
export function withSize(
  start: Placement,
  handle: Handle,
  width: number,
  height: number,
  fromCentre: boolean,
): Placement {
  if (fromCentre) return { ...start, width, height };
  const sides = sidesOf(handle);
  const own = { x: (sides.x * (width - start.width)) / 2, y: (sides.y * (height - start.height)) / 2 };
  const shift = turned(own, start.rotation ?? 0);
  return { ...start, width, height, x: start.x + shift.x, y: start.y + shift.y };
}

/** An upright box after its handle was dragged; the same rules. */
export function resizedBox(start: Box, handle: Handle, step: Point, how: Resizing): Box {
  const centre = { x: start.left + start.width / 2, y: start.top + start.height / 2 };
  const { x, y, width, height } = resized({ ...centre, width: start.width, height: start.height }, handle, step, how);
  return { left: x - width / 2, top: y - height / 2, width, height };
}
