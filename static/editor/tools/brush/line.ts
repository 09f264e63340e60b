/** One stroke while it is drawn, by pointer or keys. */

import { batch } from "@preact/signals";
import { commit } from "../../document/store.ts";
import type { Stroke } from "../../document/types.ts";
import { apply, inverse, type Affine, type Point } from "../../geometry/affine.ts";
import { simplified, toSource, turnedSize } from "../../geometry/brush.ts";
import { zoom } from "../../state/view.ts";
import { announce } from "../../ui/announce.ts";
import { keep, openSheet, untouched } from "./preview.ts";
import { drawing, hardness, mode, opacity, size, type Target } from "./state.ts";

const MOST_POINTS = 5000;
const MOST_STROKES = 2000;
const LABELS = { erase: "Erase", restore: "Restore" } as const;
/** Nearer points say nothing new, screen px. */
const NEAR_PX = 0.6;
/** Points that move the line by less than this are left out, screen px. */
const UNSEEN_PX = 0.25;
/** A grain of a hundred thousandth of the photo: nobody sees less. */
const GRAIN = 1e5;

/** Where the last stroke on a layer ended, for straight lines with Shift. */
let ended: { readonly layer: string; readonly point: readonly number[] } | null = null;

export class Line {
  readonly #target: Target;
  readonly #back: Affine;
  readonly #brush = { mode: mode.value, size: size.value, hardness: hardness.value, opacity: opacity.value };
  readonly #points: number[][] = [];
  #last: Point | null = null;

  /** null where the layer is full, or flat. */
  static begin(target: Target): Line | null {
    const back = inverse(target.seat.map);
    if (!back) return null;
    if (target.seat.layer.strokes.length >= MOST_STROKES) {
      announce(`A photo takes ${MOST_STROKES} strokes. Undo some.`);
      return null;
    }
    return new Line(target, back);
  }

  private constructor(target: Target, back: Affine) {
    this.#target = target;
    this.#back = back;
    drawing.value = true;
  }

  /** Begins where the last stroke of this layer ended. */
  fromLast(): void {
    if (ended?.layer === this.#target.seat.layer.id) this.#paint([...ended.point]);
  }

  /** A point of the canvas; `pressure` 0 to 1. */
  add(at: Point, pressure = 1): void {
    const near = this.#last && Math.hypot(at.x - this.#last.x, at.y - this.#last.y) * zoom.value < NEAR_PX;
    if (near || this.#points.length >= MOST_POINTS) return;
    this.#last = at;
    const { layer } = this.#target.seat;
    const own = apply(this.#back, at);
    const source = toSource(this.#target.grid.shown, { x: own.x / layer.width, y: own.y / layer.height });
    const point = [bounded(source.x), bounded(source.y)];
    this.#paint(pressure < 1 ? [...point, Math.round(pressure * 100) / 100] : point);
  }

  #paint(point: number[]): void {
    this.#points.push(point);
    openSheet(this.#target).line(this.#brush, point, untouched());
  }

  done(): void {
    const stroke = this.#stroke();
    const { layer } = this.#target.seat;
    ended = { layer: layer.id, point: stroke.points.at(-1) ?? [] };
    openSheet(this.#target).end();
    keep(stroke);
    batch(() => {
      // Added, not set: others may draw on the same layer, and what is drawn already isn't sent again.
      commit([{ op: "set", layer: layer.id, field: "strokes.+", value: stroke }], LABELS[stroke.mode]);
      drawing.value = false;
    });
    announce(stroke.mode === "erase" ? "Erased" : "Restored");
  }

  cancel(): void {
    if (this.#points.length) openSheet(this.#target).cancel();
    drawing.value = false;
  }

  #stroke(): Stroke {
    const { grid, seat } = this.#target;
    const perScreen = turnedSize(grid.shown).width / seat.layer.width / zoom.value;
    const points = simplified(grid.shown, this.#brush.size, this.#points, UNSEEN_PX * perScreen);
    return { ...this.#brush, points };
  }
}

function bounded(value: number): number {
  return Math.round(Math.min(2, Math.max(-1, value)) * GRAIN) / GRAIN;
}
