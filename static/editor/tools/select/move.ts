/** Moves the selection, or copies of it. */

import { batch } from "@preact/signals";
import { renewed } from "../../actions/clipboard.ts";
import { writtenLayer } from "../../document/defaults.ts";
import { selected, selection } from "../../document/store.ts";
import { placeOf } from "../../document/tree.ts";
import { doc } from "../../document/store.ts";
import type { Change, Layer, Patch } from "../../document/types.ts";
import type { Box } from "../../geometry/affine.ts";
import { union } from "../../geometry/boxes.ts";
import { snapMove, type Surroundings } from "../../geometry/snap.ts";
import { isUpright, reachOf, stepInside, type Seat } from "../../geometry/world.ts";
import { movedBy, tidy } from "../../stage/edits.ts";
import { moving } from "../../stage/moving.ts";
import { movable } from "../../stage/places.ts";
import { saidLayers } from "../../stage/words.ts";
import { announce } from "../../ui/announce.ts";
import type { StagePointer } from "../tool.ts";
import { Press } from "./press.ts";
import { isFree, surroundings } from "./snapping.ts";
import { guides, hint } from "./state.ts";

interface Manner {
  /** Alt: copies go, the originals stay. */
  readonly copies: boolean;
  /** What the press was when it didn't move. */
  click(): void;
}

interface Copy {
  readonly seat: Seat;
  readonly layer: Layer;
}

export class Move extends Press {
  readonly #manner: Manner;
  #seats: readonly Seat[] = [];
  #copies: readonly Copy[] = [];
  #box: Box | null = null;
  #around: Surroundings | null = null;
  #upright = false;

  constructor(start: StagePointer, manner: Manner) {
    super(start, manner.copies ? "Duplicate" : "Move");
    this.#manner = manner;
  }

  protected override begun(): void {
    this.#seats = movable.value;
    this.#box = union(this.#seats.map(reachOf));
    this.#upright = this.#seats.every(isUpright);
    const ids = this.#seats.map((seat) => seat.layer.id);
    this.#around = surroundings(this.#manner.copies ? [] : ids);
    if (this.#manner.copies) this.#copies = this.#seats.map((seat) => ({ seat, layer: renewed(seat.layer) }));
    moving.value = new Set(this.#copies.length ? this.#copies.map((copy) => copy.layer.id) : ids);
  }

  protected patch(at: StagePointer): Patch {
    if (!this.#box || !this.#around) return [];
    const [dx, dy] = this.#step(at);
    if (!this.#copies.length) return this.#seats.flatMap((seat) => movedBy(seat, dx, dy));
    return this.#copies.flatMap((copy) => added(copy, dx, dy));
  }

  /** The step on the canvas: locked to an axis by Shift, snapped, on whole px. */
  #step(at: StagePointer): readonly [number, number] {
    let dx = at.canvas.x - this.start.canvas.x;
    let dy = at.canvas.y - this.start.canvas.y;
    const locked = at.event.shiftKey ? (Math.abs(dx) > Math.abs(dy) ? "y" : "x") : null;
    if (locked === "x") dx = 0;
    if (locked === "y") dy = 0;
    const box = this.#box!;
    const moved = { ...box, left: box.left + dx, top: box.top + dy };
    const snap = isFree(at.event) ? null : snapMove(moved, this.#around!);
    const snapX = locked === "x" ? 0 : (snap?.dx ?? 0);
    const snapY = locked === "y" ? 0 : (snap?.dy ?? 0);
    guides.value = snap && !(locked && (snap.dx || snap.dy)) ? snap : NONE;
    dx = snapX ? dx + snapX : this.#whole(box.left, dx);
    dy = snapY ? dy + snapY : this.#whole(box.top, dy);
    if (locked === "x") dx = 0;
    if (locked === "y") dy = 0;
    hint.value = { text: `${Math.round(box.left + dx)}, ${Math.round(box.top + dy)}`, at: at.screen };
    return [dx, dy];
  }

  /** Upright pictures stay on whole px, where they are sharpest. */
  #whole(from: number, step: number): number {
    return this.#upright ? Math.round(from + step) - from : Math.round(step);
  }

  protected override ended(): void {
    batch(() => {
      if (this.#copies.length) selection.value = this.#copies.map((copy) => copy.layer.id);
      announce(`${this.#copies.length ? "Duplicated" : "Moved"} ${saidLayers(selected.value)}`);
    });
  }

  protected override click(): void {
    this.#manner.click();
  }

  protected override closed(): void {
    moving.value = new Set();
  }
}

const NONE = { dx: 0, dy: 0, lines: [], gaps: [] };

/** A copy above its original, `dx` and `dy` away on the canvas. */
function added({ seat, layer }: Copy, dx: number, dy: number): Change[] {
  const { parent } = placeOf(doc.peek().layers, seat.layer.id) ?? { parent: "" };
  const step = stepInside(seat, dx, dy);
  const placed = { ...layer, x: tidy(seat.layer.x + step.x), y: tidy(seat.layer.y + step.y) };
  return [{ op: "add", layer: writtenLayer(placed), parent, below: seat.layer.id }];
}
