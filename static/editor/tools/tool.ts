/** What a tool is: how it answers to pointer and keys on the stage, and what it draws above it. */

import type { ComponentChildren } from "preact";
import type { Point } from "../geometry/affine.ts";
import type { ToolName } from "../state/view.ts";

export interface StagePointer {
  /** Canvas px. */
  readonly canvas: Point;
  /** CSS px from the stage's top left corner. */
  readonly screen: Point;
  /** Id of the topmost layer with an opaque pixel there, or "". */
  readonly layer: string;
  readonly event: PointerEvent;
}

/** What one press of the pointer became; `cancel` undoes what it showed (Esc, a second finger). */
export interface Drag {
  move(at: StagePointer): void;
  up(at: StagePointer): void;
  cancel(): void;
}

export interface Tool {
  readonly name: ToolName;
  readonly label: string;
  /** A lucide drawing. */
  readonly icon: string;
  /** The one key that chooses it. */
  readonly key: string;
  /** True: a finger that rests goes on with the tool, instead of opening the layer's menu. */
  readonly rests?: boolean;
  /** CSS cursor over the stage. */
  cursor(): string;
  /** False hides the tool's button as unavailable. */
  enabled?(): boolean;
  /** The tool was chosen or left. */
  enter?(): void;
  leave?(): void;
  down?(at: StagePointer): Drag | null;
  hover?(at: StagePointer): void;
  doubleClick?(at: StagePointer): void;
  /** True when the key was used. */
  keyDown?(event: KeyboardEvent): boolean;
  /** Drawn above the canvas, in CSS px of the stage. */
  overlay?(): ComponentChildren;
}
