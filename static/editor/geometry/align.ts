/** Align and distribute: how far each box has to move, on the canvas. */

import type { Box } from "./affine.ts";

export type Edge = "left" | "centre" | "right" | "top" | "middle" | "bottom";
export type Axis = "x" | "y";

export interface Item {
  readonly id: string;
  readonly box: Box;
}

export interface Move {
  readonly id: string;
  readonly dx: number;
  readonly dy: number;
}

interface Span {
  readonly id: string;
  readonly from: number;
  readonly size: number;
}

const SHARE: Readonly<Record<Edge, number>> = { left: 0, centre: 0.5, right: 1, top: 0, middle: 0.5, bottom: 1 };

function along(axis: Axis, { id, box }: Item): Span {
  return axis === "x" ? { id, from: box.left, size: box.width } : { id, from: box.top, size: box.height };
}

function step(axis: Axis, id: string, by: number): Move {
  return axis === "x" ? { id, dx: by, dy: 0 } : { id, dx: 0, dy: by };
}

/** Every box at the same edge or middle of `within`. */
export function aligned(items: readonly Item[], edge: Edge, within: Box): readonly Move[] {
  const axis: Axis = edge === "left" || edge === "centre" || edge === "right" ? "x" : "y";
  const room = along(axis, { id: "", box: within });
  return items.map((item) => {
    const own = along(axis, item);
    return step(axis, own.id, room.from + (room.size - own.size) * SHARE[edge] - own.from);
  });
}

/** Equal gaps, or equal steps between centres; the first and the last stay. Fewer than 3 stay as
 * they are. */
export function distributed(items: readonly Item[], axis: Axis, by: "gaps" | "centres"): readonly Move[] {
  if (items.length < 3) return [];
  const middle = (span: Span): number => span.from + span.size / 2;
  const spans = items.map((item) => along(axis, item)).sort((a, b) => middle(a) - middle(b));
  const first = spans[0]!;
  const last = spans[spans.length - 1]!;
  if (by === "centres") {
    const pace = (middle(last) - middle(first)) / (spans.length - 1);
    return spans.map((span, index) => step(axis, span.id, middle(first) + index * pace - middle(span)));
  }
  const filled = spans.reduce((sum, span) => sum + span.size, 0);
  const gap = (last.from + last.size - first.from - filled) / (spans.length - 1);
  let next = first.from;
  return spans.map((span) => {
    const move = step(axis, span.id, next - span.from);
    next += span.size + gap;
    return move;
  });
}
