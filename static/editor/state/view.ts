/** What is looked at and with which tool: state of this window only, never saved in the document. */

import { signal } from "@preact/signals";
import type { Point } from "../geometry/affine.ts";

export type ToolName = "select" | "hand" | "crop" | "brush" | "faces" | "text" | "shape";

/** Screen (CSS) px per canvas px. */
export const zoom = signal(1);
/** The canvas's top left corner, in CSS px from the stage's. */
export const pan = signal<Point>({ x: 0, y: 0 });
/** The stage's size in CSS px. */
export const stageSize = signal({ width: 0, height: 0 });
export const tool = signal<ToolName>("select");
/** True while the space bar turns every tool into the hand. */
export const panning = signal(false);
/** What lies under the canvas where it is transparent: only a way of looking. */
export const backdrop = signal<"checker" | "white" | "black" | string>("checker");
/** The layer whose original is shown while a key or pointer is held, or "". */
export const comparing = signal("");
/** True where drags snap; the key that is held for the other way then lets go, or holds. */
export const snaps = signal(true);
/** True makes resizing free what it keeps and keep what it frees, as Shift does: for hands without keys. */
export const ratioTurned = signal(false);
/** A blend mode tried by hovering: shown, not saved. */
export const tryingBlend = signal<{ readonly layer: string; readonly blend: string } | null>(null);

export function toScreen(point: Point): Point {
  return { x: point.x * zoom.value + pan.value.x, y: point.y * zoom.value + pan.value.y };
}

export function toCanvas(point: Point): Point {
  return { x: (point.x - pan.value.x) / zoom.value, y: (point.y - pan.value.y) / zoom.value };
}
