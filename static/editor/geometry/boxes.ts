/** Upright boxes and turned ones (four corners, clockwise on the screen unless mirrored). */

import { apply, type Affine, type Box, type Point } from "./affine.ts";

export type Corners = readonly [Point, Point, Point, Point];

export function rightOf(box: Box): number {
  return box.left + box.width;
}

export function bottomOf(box: Box): number {
  return box.top + box.height;
}

export function centreOf(box: Box): Point {
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}

export function movedBox(box: Box, dx: number, dy: number): Box {
  return { ...box, left: box.left + dx, top: box.top + dy };
}

/** The box between two points, whichever lies where. */
export function boxBetween(a: Point, b: Point): Box {
  return {
    left: Math.min(a.x, b.x),
    top: Math.min(a.y, b.y),
    width: Math.abs(a.x - b.x),
    height: Math.abs(a.y - b.y),
  };
}

/** The smallest box around all; null for none. */
export function union(boxes: readonly Box[]): Box | null {
  if (!boxes.length) return null;
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  return {
    left,
    top,
    width: Math.max(...boxes.map(rightOf)) - left,
    height: Math.max(...boxes.map(bottomOf)) - top,
  };
}

/** Top left, top right, bottom right, bottom left of the mapped box. */
export function corners(map: Affine, box: Box): Corners {
  const at = (x: number, y: number): Point => apply(map, { x, y });
  const { left, top } = box;
  return [at(left, top), at(rightOf(box), top), at(rightOf(box), bottomOf(box)), at(left, bottomOf(box))];
}

export function holds(box: Box, point: Point): boolean {
  return point.x >= box.left && point.x <= rightOf(box) && point.y >= box.top && point.y <= bottomOf(box);
}

/** True when the turned box and the upright one share a point: no line separates them. */
export function meets(turned: Corners, box: Box): boolean {
  const upright = corners({ a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 }, box);
  const [a, b, , d] = turned;
  const axes = [
    { x: 1, y: 0 },
    { x: 0, y: 1 },
    { x: b.x - a.x, y: b.y - a.y },
    { x: d.x - a.x, y: d.y - a.y },
  ];
  return axes.every((axis) => {
    const [low, high] = reach(turned, axis);
    const [from, to] = reach(upright, axis);
    return low <= to && from <= high;
  });
}

function reach(points: Corners, axis: Point): [number, number] {
  const places = points.map((p) => p.x * axis.x + p.y * axis.y);
  return [Math.min(...places), Math.max(...places)];
}
