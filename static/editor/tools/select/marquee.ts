/** Chooses what a frame touches. */

import { selected, selection } from "../../document/store.ts";
import { boxBetween, corners, meets } from "../../geometry/boxes.ts";
import { boxOf } from "../../geometry/world.ts";
import { touchable } from "../../stage/places.ts";
import { saidLayers } from "../../stage/words.ts";
import { announce } from "../../ui/announce.ts";
import type { Drag, StagePointer } from "../tool.ts";
import { marquee, quiet } from "./state.ts";

const FAR_PX = 3;

export class Marquee implements Drag {
  readonly #start: StagePointer;
  readonly #before: readonly string[];
  readonly #adds: boolean;
  readonly #click: () => void;
  #drawn = false;

  constructor(start: StagePointer, adds: boolean, click: () => void) {
    this.#start = start;
    this.#before = selection.value;
    this.#adds = adds;
    this.#click = click;
  }

  move(at: StagePointer): void {
    const { screen } = this.#start;
    if (!this.#drawn && Math.hypot(at.screen.x - screen.x, at.screen.y - screen.y) < FAR_PX) return;
    this.#drawn = true;
    const frame = boxBetween(this.#start.canvas, at.canvas);
    marquee.value = frame;
    const touched = touchable.value.filter((seat) => meets(corners(seat.map, boxOf(seat.layer)), frame));
    const ids = touched.map((seat) => seat.layer.id);
    const wanted = this.#adds ? [...this.#before, ...ids.filter((id) => !this.#before.includes(id))] : ids;
    if (wanted.join() !== selection.value.join()) selection.value = wanted;
  }

  up(): void {
    if (this.#drawn) announce(`Selected ${saidLayers(selected.value)}`);
    else if (!this.#adds) this.#click();
    quiet();
  }

  cancel(): void {
    selection.value = this.#before;
    quiet();
  }
}
