/** Resizes several layers together. */

import { selected } from "../../document/store.ts";
import type { Change, Patch } from "../../document/types.ts";
import type { Box, Point } from "../../geometry/affine.ts";
import { centreOf, union } from "../../geometry/boxes.ts";
import { resizedBox, type Handle } from "../../geometry/resize.ts";
import { centreOnCanvas, inside, reachOf, type Seat } from "../../geometry/world.ts";
import { grownContents, placing } from "../../stage/edits.ts";
import { moving } from "../../stage/moving.ts";
import { movable } from "../../stage/places.ts";
import { saidLayers } from "../../stage/words.ts";
import { announce } from "../../ui/announce.ts";
import type { StagePointer } from "../tool.ts";
import { Press } from "./press.ts";
import { hint } from "./state.ts";

const LEAST = 4;

/** All keep their shape: turned ones would come out slanted otherwise. */
export class ResizeMany extends Press {
  readonly #handle: Handle;
  #seats: readonly Seat[] = [];
  #box: Box | null = null;

  constructor(start: StagePointer, handle: Handle) {
    super(start, "Resize");
    this.#handle = handle;
  }

  protected override begun(): void {
    this.#seats = movable.value;
    this.#box = union(this.#seats.map(reachOf));
    moving.value = new Set(this.#seats.map((seat) => seat.layer.id));
  }

  protected patch(at: StagePointer): Patch {
    const box = this.#box;
    if (!box) return [];
    const step = { x: at.canvas.x - this.start.canvas.x, y: at.canvas.y - this.start.canvas.y };
    const how = { keepRatio: true, fromCentre: at.event.altKey, least: LEAST };
    const done = resizedBox(box, this.#handle, step, how);
    hint.value = { text: `${Math.round(done.width)} × ${Math.round(done.height)}`, at: at.screen };
    return this.#seats.flatMap((seat) => grown(seat, box, done));
  }

  protected override ended(): void {
    announce(`Resized ${saidLayers(selected.value)}`);
  }

  protected override closed(): void {
    moving.value = new Set();
  }
}

/** The layer as large, and as far from the middle, as its part of the new box says. */
function grown(seat: Seat, before: Box, after: Box): Change[] {
  const { layer } = seat;
  const factor = after.width / before.width;
  const [from, to] = [centreOf(before), centreOf(after)];
  const centre = centreOnCanvas(seat);
  const wished: Point = { x: to.x + (centre.x - from.x) * factor, y: to.y + (centre.y - from.y) * factor };
  const size = { width: layer.width * factor, height: layer.height * factor };
  return [...placing(layer, { ...inside(seat, wished), ...size }), ...grownContents(layer, factor)];
}
