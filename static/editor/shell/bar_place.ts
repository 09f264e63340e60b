/** Where the bar of the selection floats: near it, inside the stage, never over a handle. */

import type { Point } from "../geometry/affine.ts";

export interface Room {
  readonly width: number;
  readonly height: number;
  /** Px at each side that something else covers. */
  readonly covered?: { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number };
}

export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Kept free to the stage's edges, and to the selection. */
const EDGE = 12;
const GAP = 16;
/** Half the side of a handle with what is around it. */
const HANDLE = 14;

/** Top left corner of a bar of this size. All in CSS px of the stage. */
export function barPlace(box: Area, handles: readonly Point[], bar: { readonly width: number; readonly height: number }, room: Room): Point {
  const free = room.covered ?? { top: 0, right: 0, bottom: 0, left: 0 };
  const least = { x: free.left + EDGE, y: free.top + EDGE };
  const most = { x: Math.max(least.x, room.width - free.right - EDGE - bar.width), y: Math.max(least.y, room.height - free.bottom - EDGE - bar.height) };
  const inX = (x: number): number => Math.min(most.x, Math.max(least.x, x));
  const x = inX(box.left + box.width / 2 - bar.width / 2);
  const top = Math.min(box.top, ...handles.map((handle) => handle.y));
  const bottom = Math.max(box.top + box.height, ...handles.map((handle) => handle.y));
  const wishes: Point[] = [
    { x, y: top - GAP - bar.height },
    { x, y: bottom + GAP },
    { x, y: least.y },
    { x, y: most.y },
    { x: least.x, y: least.y }, { x: most.x, y: least.y },
    { x: least.x, y: most.y }, { x: most.x, y: most.y },
  ];
  const fits = (at: Point): boolean => at.y >= least.y && at.y <= most.y && !handles.some((handle) => covers(at, bar, handle));
  const found = wishes.find(fits) ?? { x, y: least.y };
  return { x: Math.round(found.x), y: Math.round(found.y) };
}

function covers(at: Point, bar: { readonly width: number; readonly height: number }, handle: Point): boolean {
  const inside = (from: number, size: number, value: number): boolean => value > from - HANDLE && value < from + size + HANDLE;
  return inside(at.x, bar.width, handle.x) && inside(at.y, bar.height, handle.y);
}
