/** Snapping with smart guides: to the canvas, to other layers, to guides, and to equal gaps. */

import type { Guide } from "../document/types.ts";
import type { Box } from "./affine.ts";
import { gapPlaces, type GapMark } from "./gaps.ts";
import { along, lengthwise, type Axis, type Span } from "./spans.ts";

/** A line to draw: at `at` on its axis, from `from` to `to` along the other one. */
export interface Line {
  readonly kind: "canvas" | "layer" | "guide";
  /** x: an upright line. */
  readonly axis: Axis;
  readonly at: number;
  readonly from: number;
  readonly to: number;
  /** A word or a distance in canvas px, or "". */
  readonly label: string;
}

export interface Snapped {
  /** What to add to the step, canvas px. */
  readonly dx: number;
  readonly dy: number;
  readonly lines: readonly Line[];
  readonly gaps: readonly GapMark[];
}

export interface Surroundings {
  readonly canvas: { readonly width: number; readonly height: number };
  /** Upright boxes of the layers that don't move. */
  readonly others: readonly Box[];
  readonly guides: readonly Guide[];
  /** Canvas px. */
  readonly threshold: number;
}

interface Target {
  readonly at: number;
  readonly kind: Line["kind"];
  readonly label: string;
  /** What the line has to reach; null for all of the canvas. */
  readonly box: Box | null;
}

/** Which places of a moving span may snap, as shares of its length. */
const WHOLE: readonly number[] = [0, 0.5, 1];
const SAME = 0.005;
export const NOTHING: Snapped = { dx: 0, dy: 0, lines: [], gaps: [] };

/** A moved box, brought to the nearest places. */
export function snapMove(box: Box, around: Surroundings): Snapped {
  const x = nearest(along("x", box), WHOLE, "x", around, box);
  const y = nearest(along("y", box), WHOLE, "y", around, box);
  return finished(box, x, y, around, WHOLE, WHOLE);
}

/** A resized box: only the sides that move snap. `sides`: -1 left/top, 1 right/bottom, 0 none. */
export function snapSides(box: Box, sides: { readonly x: number; readonly y: number }, around: Surroundings): Snapped {
  const places = (side: number): readonly number[] => (side < 0 ? [0] : side > 0 ? [1] : []);
  const x = nearest(along("x", box), places(sides.x), "x", around, null);
  const y = nearest(along("y", box), places(sides.y), "y", around, null);
  const moved = {
    left: box.left + (sides.x < 0 ? x : 0),
    top: box.top + (sides.y < 0 ? y : 0),
    width: box.width + sides.x * x,
    height: box.height + sides.y * y,
  };
  const lines = [
    ...linesOf(moved, "x", places(sides.x), around),
    ...linesOf(moved, "y", places(sides.y), around),
  ];
  return { dx: x, dy: y, lines, gaps: [] };
}

function finished(
  box: Box,
  x: number,
  y: number,
  around: Surroundings,
  across: readonly number[],
  down: readonly number[],
): Snapped {
  const moved = { ...box, left: box.left + x, top: box.top + y };
  const lines = [...linesOf(moved, "x", across, around), ...linesOf(moved, "y", down, around)];
  const gaps = (["x", "y"] as const).flatMap((axis) =>
    gapPlaces(moved, axis, around.others).filter((one) => Math.abs(one.at - along(axis, moved).from) < SAME),
  );
  return { dx: x, dy: y, lines, gaps: gaps.flatMap((one) => one.marks) };
}

/** The smallest step that brings a place of the span to a target; 0 when none is near. */
function nearest(span: Span, places: readonly number[], axis: Axis, around: Surroundings, whole: Box | null): number {
  let best = Infinity;
  const consider = (step: number): void => {
    // The canvas comes first in the list, and on a draw the first one stays.
    if (Math.abs(step) < Math.abs(best) - 1e-9) best = step;
  };
  for (const target of targets(axis, around)) {
    for (const place of places) consider(target.at - (span.from + span.size * place));
  }
  if (whole) for (const gap of gapPlaces(whole, axis, around.others)) consider(gap.at - span.from);
  return Math.abs(best) <= around.threshold ? best : 0;
}

const known = new WeakMap<Surroundings, Map<Axis, readonly Target[]>>();

/** What a drag meets on an axis: the same from its start to its end. */
function targets(axis: Axis, around: Surroundings): readonly Target[] {
  const axes = known.get(around) ?? new Map<Axis, readonly Target[]>();
  known.set(around, axes);
  const found = axes.get(axis) ?? collected(axis, around);
  axes.set(axis, found);
  return found;
}

function collected(axis: Axis, { canvas, others, guides }: Surroundings): Target[] {
  const size = axis === "x" ? canvas.width : canvas.height;
  const found: Target[] = [
    { at: size / 2, kind: "canvas", label: axis === "x" ? "centre" : "middle", box: null },
    { at: 0, kind: "canvas", label: "", box: null },
    { at: size, kind: "canvas", label: "", box: null },
  ];
  for (const guide of guides) {
    if (guide.axis === axis) found.push({ at: guide.at, kind: "guide", label: "", box: null });
  }
  for (const box of others) {
    const span = along(axis, box);
    for (const place of WHOLE) found.push({ at: span.from + span.size * place, kind: "layer", label: "", box });
  }
  return found;
}

/** The lines of every target that a place of the box lies on. */
function linesOf(box: Box, axis: Axis, places: readonly number[], around: Surroundings): Line[] {
  const span = along(axis, box);
  const found = new Map<string, Line>();
  for (const target of targets(axis, around)) {
    const hit = places.some((place) => Math.abs(span.from + span.size * place - target.at) < SAME);
    if (!hit) continue;
    const key = `${target.kind} ${target.at.toFixed(2)}`;
    const line = lineTo(target, axis, box, around);
    const known = found.get(key);
    found.set(key, known ? longer(known, line) : line);
  }
  return labelledOnce([...found.values()]);
}

/** Two boxes of one size share three lines: one of them says how far they are apart. */
function labelledOnce(lines: readonly Line[]): Line[] {
  const said = new Set<string>();
  return lines.map((line) => {
    const place = `${line.from} ${line.to} ${line.label}`;
    if (line.kind !== "layer" || !said.has(place)) {
      said.add(place);
      return line;
    }
    return { ...line, label: "" };
  });
}

function longer(a: Line, b: Line): Line {
  return { ...a, from: Math.min(a.from, b.from), to: Math.max(a.to, b.to), label: a.label || b.label };
}

function lineTo(target: Target, axis: Axis, box: Box, { canvas }: Surroundings): Line {
  const own = lengthwise(axis, box);
  if (!target.box) {
    const size = axis === "x" ? canvas.height : canvas.width;
    const to = Math.max(size, own.from + own.size);
    return { kind: target.kind, axis, at: target.at, from: Math.min(0, own.from), to, label: target.label };
  }
  const other = lengthwise(axis, target.box);
  const from = Math.min(own.from, other.from);
  const to = Math.max(own.from + own.size, other.from + other.size);
  // What lies between the two boxes; none where they stand side by side.
  const apart = to - from - own.size - other.size;
  return { kind: "layer", axis, at: target.at, from, to, label: apart > 0.5 ? String(Math.round(apart)) : "" };
}
