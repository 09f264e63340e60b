/** A press that becomes a drag once the pointer has moved far enough. */

import { doc, gesture, type Gesture } from "../../document/store.ts";
import type { Doc, Patch } from "../../document/types.ts";
import type { Seat } from "../../geometry/world.ts";
import { movable } from "../../stage/places.ts";
import { withRoom } from "../../stage/room.ts";
import type { Drag, StagePointer } from "../tool.ts";
import { dragging, quiet } from "./state.ts";

const MOUSE_PX = 3;
const FINGER_PX = 8;

/** One undo step at the end; nothing at all for a click. */
export abstract class Press implements Drag {
  readonly start: StagePointer;
  readonly #label: string;
  #gesture: Gesture | null = null;
  #before: Doc | null = null;
  #moved: readonly Seat[] = [];

  constructor(start: StagePointer, label: string) {
    this.start = start;
    this.#label = label;
  }

  /** The patch against the document at the start. */
  protected abstract patch(at: StagePointer): Patch;
  protected begun(): void {}
  protected click(): void {}
  protected ended(): void {}

  move(at: StagePointer): void {
    if (!this.#gesture) {
      const far = at.event.pointerType === "touch" ? FINGER_PX : MOUSE_PX;
      if (Math.hypot(at.screen.x - this.start.screen.x, at.screen.y - this.start.screen.y) < far) return;
      this.#gesture = gesture(this.#label, this.#label);
      this.#before = doc.peek();
      this.#moved = movable.peek();
      dragging.value = true;
      this.begun();
    }
    this.#gesture.update(withRoom(this.#before!, this.patch(at), this.#moved));
  }

  up(): void {
    this.#gesture?.done();
    if (this.#gesture) this.ended();
    else this.click();
    this.#close();
  }

  cancel(): void {
    this.#gesture?.cancel();
    this.#close();
  }

  protected closed(): void {}

  #close(): void {
    this.#gesture = null;
    this.closed();
    quiet();
  }
}
