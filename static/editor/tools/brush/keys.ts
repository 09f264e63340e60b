/** The brush by keyboard: a cursor that arrows move, and keys that paint with it. */

import { centreOnCanvas } from "../../geometry/world.ts";
import { zoom } from "../../state/view.ts";
import { announce } from "../../ui/announce.ts";
import { Line } from "./line.ts";
import { cursor, mode, otherMode, resize, soften, steered, target } from "./state.ts";

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
};
/** Screen px of a step; with Shift, with Alt. */
const [STEP, FAR, NEAR] = [8, 32, 1];

let line: Line | null = null;

/** Keys that set the brush, wherever the focus is; true when the key was used. */
export function settingKey(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.code === "BracketLeft" || event.code === "BracketRight") {
    const direction = event.code === "BracketLeft" ? -1 : 1;
    if (event.shiftKey) soften(direction);
    else resize(direction);
    return true;
  }
  if (event.key.toLowerCase() !== "x" || event.shiftKey || event.repeat) return false;
  otherMode();
  return true;
}

/** Keys on the stage. */
export function stageKey(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey) return false;
  const arrow = ARROWS[event.key];
  if (arrow) return step(arrow, event.shiftKey ? FAR : event.altKey ? NEAR : STEP);
  if (event.altKey) return false;
  if (event.key === "Enter") return event.repeat || toggle();
  if (event.key === " " && steered.value) return event.repeat || dab();
  if (event.key === "Escape" && line) return stop();
  return false;
}

function step([dx, dy]: readonly [number, number], by: number): boolean {
  const goal = target.value;
  if (!goal) return false;
  const from = cursor.value ?? centreOnCanvas(goal.seat);
  const to = { x: from.x + (dx * by) / zoom.value, y: from.y + (dy * by) / zoom.value };
  cursor.value = to;
  steered.value = true;
  line?.add(to);
  announce(`${Math.round(to.x)}, ${Math.round(to.y)}`);
  return true;
}

function begun(): Line | null {
  const goal = target.value;
  if (!goal) return null;
  cursor.value ??= centreOnCanvas(goal.seat);
  steered.value = true;
  const made = Line.begin(goal);
  made?.add(cursor.value);
  return made;
}

function toggle(): boolean {
  if (line) {
    line.done();
    line = null;
    return true;
  }
  line = begun();
  if (line) announce(`${mode.value === "erase" ? "Erasing" : "Restoring"}: arrows draw, Enter ends`);
  return true;
}

function dab(): boolean {
  if (!line) begun()?.done();
  return true;
}

/** Takes back a stroke that keys have begun. */
export function stop(): boolean {
  line?.cancel();
  line = null;
  return true;
}
