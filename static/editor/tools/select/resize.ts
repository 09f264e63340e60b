/** Resizes one layer by a handle, at any turn. */

import { selected } from "../../document/store.ts";
import type { Layer, Patch } from "../../document/types.ts";
import { bounds, placed, then, type Box, type Placement } from "../../geometry/affine.ts";
import { isCorner, resized, sidesOf, turned, withSize, type Handle, type Resizing } from "../../geometry/resize.ts";
import { snapSides, type Surroundings } from "../../geometry/snap.ts";
import { boxOf, inside, isUpright, stepInside, turnOnCanvas, type Seat } from "../../geometry/world.ts";
import { grownContents, placing } from "../../stage/edits.ts";
import { moving } from "../../stage/moving.ts";
import { movable } from "../../stage/places.ts";
import { saidLayers } from "../../stage/words.ts";
import { ratioTurned } from "../../state/view.ts";
import { announce } from "../../ui/announce.ts";
import { settleBox } from "../text/room.ts";
import type { StagePointer } from "../tool.ts";
import { Press } from "./press.ts";
import { isFree, surroundings } from "./snapping.ts";
import { guides, hint } from "./state.ts";

const LEAST = 4;

/** Photos and groups keep their shape and Shift frees it; shapes are the other way round. Type
 * grows by its corners; its sides change the line length. */
export function keepsRatio(layer: Layer, handle: Handle, shift: boolean): boolean {
  if (layer.kind === "group") return true;
  if (layer.kind === "text") return isCorner(handle) && !shift;
  return layer.kind === "shape" ? shift : !shift;
}

export class Resize extends Press {
  readonly #handle: Handle;
  #seat: Seat | null = null;
  #around: Surroundings | null = null;
  /** The sides that move, as the canvas sees them; null when the layer stands askew. */
  #sides: { x: number; y: number } | null = null;

  constructor(start: StagePointer, handle: Handle) {
    super(start, "Resize");
    this.#handle = handle;
  }

  protected override begun(): void {
    this.#seat = movable.value[0] ?? null;
    if (!this.#seat) return;
    this.#around = surroundings([this.#seat.layer.id]);
    this.#sides = isUpright(this.#seat) ? sidesOnCanvas(this.#seat, this.#handle) : null;
    moving.value = new Set([this.#seat.layer.id]);
  }

  protected patch(at: StagePointer): Patch {
    const seat = this.#seat;
    if (!seat) return [];
    const { layer } = seat;
    const how: Resizing = {
      keepRatio: keepsRatio(layer, this.#handle, at.event.shiftKey !== ratioTurned.value),
      fromCentre: at.event.altKey,
      least: LEAST,
    };
    const from = inside(seat, this.start.canvas);
    const to = inside(seat, at.canvas);
    const step = { x: to.x - from.x, y: to.y - from.y };
    const done = this.#snapped(resized(layer, this.#handle, step, how), step, how, at);
    hint.value = { text: `${Math.round(done.width)} × ${Math.round(done.height)}`, at: at.screen };
    return changes(layer, this.#handle, done, how.keepRatio);
  }

  #snapped(done: Placement, step: { x: number; y: number }, how: Resizing, at: StagePointer): Placement {
    const seat = this.#seat!;
    const sides = this.#sides;
    if (!sides) return done;
    const { layer } = seat;
    const snap = isFree(at.event) ? null : snapSides(reach(seat, done), sides, this.#around!);
    guides.value = snap ?? { dx: 0, dy: 0, lines: [], gaps: [] };
    if (!snap?.dx && !snap?.dy) return onPixels(layer, this.#handle, done, how);
    if (!how.keepRatio) {
      const more = stepInside(seat, snap.dx, snap.dy);
      return resized(layer, this.#handle, { x: step.x + more.x, y: step.y + more.y }, how);
    }
    // One axis leads: with the ratio kept the other one follows it.
    const box = reach(seat, done);
    const across = snap.dx !== 0 && (snap.dy === 0 || Math.abs(snap.dx) <= Math.abs(snap.dy));
    const both = how.fromCentre ? 2 : 1;
    const factor = across
      ? (box.width + sides.x * snap.dx * both) / box.width
      : (box.height + sides.y * snap.dy * both) / box.height;
    const grown = withSize(layer, this.#handle, done.width * factor, done.height * factor, how.fromCentre);
    guides.value = snapSides(reach(seat, grown), sides, { ...this.#around!, threshold: 0.01 });
    return grown;
  }

  protected override ended(): void {
    announce(`Resized ${saidLayers(selected.value)}`);
    const layer = this.#seat?.layer;
    // Lines break anew at another width.
    if (layer?.text && !isCorner(this.#handle)) void settleBox(layer.id, "Resize", "Resize");
  }

  protected override closed(): void {
    moving.value = new Set();
  }
}

function changes(layer: Layer, handle: Handle, done: Placement, keepRatio: boolean): Patch {
  const patch = placing(layer, done);
  if (layer.kind === "group" || (layer.kind === "text" && keepRatio)) {
    return [...patch, ...grownContents(layer, done.width / layer.width)];
  }
  const { text } = layer;
  if (!text) return patch;
  // Lines break at the box from now on, and its height stays only if it was dragged.
  const wanted = sidesOf(handle).y ? "fixed" : text.sizing === "auto" ? "height" : text.sizing;
  if (wanted === text.sizing) return patch;
  return [...patch, { op: "set", layer: layer.id, field: "text.sizing", value: wanted }];
}

function reach(seat: Seat, placement: Placement): Box {
  const box = boxOf(placement);
  return bounds(then(placed(placement, box), seat.parent), box);
}

function sidesOnCanvas(seat: Seat, handle: Handle): { x: number; y: number } {
  const mirrored = seat.parent.a * seat.parent.d - seat.parent.b * seat.parent.c < 0;
  const own = sidesOf(handle);
  const side = turned(mirrored ? { x: own.x, y: -own.y } : own, turnOnCanvas(seat));
  return { x: Math.round(side.x), y: Math.round(side.y) };
}

/** Whole sides for what stands upright: it stays as sharp as it is. */
function onPixels(layer: Layer, handle: Handle, done: Placement, how: Resizing): Placement {
  const width = Math.max(1, Math.round(done.width));
  const height = Math.max(1, Math.round(done.height));
  return withSize(layer, handle, width, height, how.fromCentre);
}
