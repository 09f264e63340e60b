/** Boxes seen along one axis. */

import type { Box } from "./affine.ts";

export type Axis = "x" | "y";

export interface Span {
  readonly from: number;
  readonly size: number;
}

export function along(axis: Axis, box: Box): Span {
  return axis === "x" ? { from: box.left, size: box.width } : { from: box.top, size: box.height };
}

/** The box along a line that stands upright on the axis: x stands for upright lines. */
export function lengthwise(axis: Axis, box: Box): Span {
  return along(axis === "x" ? "y" : "x", box);
}

export function endOf(span: Span): number {
  return span.from + span.size;
}

/** True when both share more than an edge. */
export function overlap(a: Span, b: Span): boolean {
  return a.from < endOf(b) && b.from < endOf(a);
}
