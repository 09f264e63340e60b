/** Turns the selection around its middle. */

import { selected } from "../../document/store.ts";
import type { Patch } from "../../document/types.ts";
import type { Point } from "../../geometry/affine.ts";
import { centreOf, union } from "../../geometry/boxes.ts";
import { angle, snapped, whole } from "../../geometry/rotate.ts";
import { centreOnCanvas, reachOf, turnOnCanvas, type Seat } from "../../geometry/world.ts";
import { turned } from "../../stage/commands.ts";
import { moving } from "../../stage/moving.ts";
import { movable } from "../../stage/places.ts";
import { saidLayers } from "../../stage/words.ts";
import { announce } from "../../ui/announce.ts";
import type { StagePointer } from "../tool.ts";
import { Press } from "./press.ts";
import { isFree } from "./snapping.ts";
import { hint } from "./state.ts";

export class Rotate extends Press {
  #seats: readonly Seat[] = [];
  #centre: Point = { x: 0, y: 0 };
  /** How far one layer is turned at the start; several count from 0. */
  #base = 0;

  constructor(start: StagePointer) {
    super(start, "Rotate");
  }

  protected override begun(): void {
    this.#seats = movable.value;
    const [only] = this.#seats;
    const box = union(this.#seats.map(reachOf));
    const alone = this.#seats.length === 1 && only;
    this.#centre = alone ? centreOnCanvas(only) : box ? centreOf(box) : this.#centre;
    this.#base = alone ? turnOnCanvas(only) : 0;
    moving.value = new Set(this.#seats.map((seat) => seat.layer.id));
  }

  protected patch(at: StagePointer): Patch {
    const swept = angle(this.#centre, at.canvas) - angle(this.#centre, this.start.canvas);
    const turn = snapped(this.#base + swept, at.event.shiftKey, isFree(at.event));
    hint.value = { text: `${Math.round(whole(turn) * 10) / 10}°`, at: at.screen };
    const alone = this.#seats.length === 1;
    return this.#seats.flatMap((seat) => turned(seat, turn - this.#base, alone ? null : this.#centre));
  }

  protected override ended(): void {
    announce(`Turned ${saidLayers(selected.value)}`);
  }

  protected override closed(): void {
    moving.value = new Set();
  }
}
